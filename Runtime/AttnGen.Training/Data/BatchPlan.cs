namespace AttnGen.Training;

/// <summary>Which examples a batch has, before it is made.</summary>
/// <param name="Indices">The examples, by their indices in the data.</param>
/// <param name="Place">The batch's own place.</param>
/// <param name="Next">The place after it: what to save once the batch was used.</param>
public sealed record BatchPlan(int[] Indices, SamplerState Place, SamplerState Next);
