package dev.crema.text;

/**
 * The same in two languages.
 *
 * @param french a number or a date in French
 * @param english the same in English
 */
public record Translation(String french, String english) {}
