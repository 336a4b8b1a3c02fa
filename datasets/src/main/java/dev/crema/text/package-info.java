/** Text as numbers: tokens, a vocabulary, padded batches, contexts of words, and made pairs of sentences to translate. */
@NullMarked
package dev.crema.text;

import org.jspecify.annotations.NullMarked;
