namespace AttnGen.Generators.Model;

/// <summary>Whether a member is a property, and who puts a parameter or buffer back into it that was moved.</summary>
internal enum PropertyKind
{
    /// <summary>A field.</summary>
    None,

    /// <summary>A field with a public property of its registered name, which TorchSharp sets in its place.</summary>
    Beside,

    /// <summary>A property that TorchSharp finds and sets: public, and registered under its own name. The table of what is registered it then leaves as it was.</summary>
    Found,

    /// <summary>A property that only generated code can set.</summary>
    Hidden,
}
