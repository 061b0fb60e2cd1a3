namespace AttnGen.Generators.Model;

/// <summary>Whether a member is a property, and who puts a parameter or buffer back into it that was moved.</summary>
internal enum PropertyKind
{
    /// <summary>A field.</summary>
    None,

    /// <summary>A property that TorchSharp finds: public, and registered under its own name.</summary>
    Found,

    /// <summary>A property that only generated code can set.</summary>
    Hidden,
}
