namespace AttnGen.Training;

/// <summary>A run that an exception ended.</summary>
/// <param name="Step">The number of the last step that was completed, counted from 1, also over resumed runs.</param>
/// <param name="Exception">What ended it; a <see cref="NonFiniteException"/> where the loss or a gradient was not finite.</param>
public sealed record TrainingFailure(long Step, Exception Exception);
