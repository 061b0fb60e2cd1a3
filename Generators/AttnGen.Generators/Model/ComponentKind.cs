namespace AttnGen.Generators.Model;

/// <summary>How TorchSharp registers a member.</summary>
internal enum ComponentKind
{
    Module,

    /// <summary>A module where the value is one, which the declared type does not tell: TorchSharp asks the value.</summary>
    Perhaps,

    Parameter,
    Buffer,
}
