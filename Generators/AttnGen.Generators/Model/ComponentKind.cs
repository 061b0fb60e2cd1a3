namespace AttnGen.Generators.Model;

/// <summary>How TorchSharp registers a member.</summary>
internal enum ComponentKind
{
    Module,
    Parameter,
    Buffer,
}
