package dev.crema.insight;

/** What an image can be made to excite: a class, a whole layer, a feature map or one number of it. */
public sealed interface ActivationObjective permits Target, WholeLayer, Channel, Unit {}
