namespace AttnGen.Training;

/// <summary>A row of a report: runs that differ in the task and the seed only, under a name.</summary>
/// <param name="Label">What the row is called: <c>LoRA QV, lambda 4</c>.</param>
/// <param name="Results">Its runs; those of one rate where a rate was chosen. Of a task each seed comes up once.</param>
public sealed record ReportRow(string Label, IReadOnlyList<SweepResult> Results);
