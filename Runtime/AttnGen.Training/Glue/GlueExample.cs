namespace AttnGen.Training;

/// <summary>A sentence or a pair of sentences of GLUE.</summary>
/// <param name="First">The first sentence, or the only one.</param>
/// <param name="Second">The second sentence; null where the task has one.</param>
/// <param name="Label">The class, by the task's <see cref="GlueTask.LabelNames"/>, or the score.</param>
public sealed record GlueExample(string First, string? Second, Label Label);
