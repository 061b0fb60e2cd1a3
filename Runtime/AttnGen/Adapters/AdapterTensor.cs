namespace AttnGen.Adapters;

/// <summary>A trained tensor of an adapter, before the adapter is there.</summary>
/// <param name="Name">Its name in adapter files, behind the projection's path: <c>lora_A.weight</c>.</param>
/// <param name="Shape">Its shape.</param>
internal sealed record AdapterTensor(string Name, long[] Shape)
{
    /// <summary>Whether weight decay applies to it. What has one dimension is a scale.</summary>
    public bool IsMatrix => Shape.Length > 1;
}
