namespace AttnGen.Generators.Model;

/// <summary>Where the generated part of a class goes.</summary>
/// <param name="HintName">The generated file's name.</param>
/// <param name="Namespace">The namespace, or null for the global one.</param>
/// <param name="ContainingTypes">The declarations of the containing types, outermost first: <c>partial class Outer&lt;T&gt;</c>.</param>
/// <param name="Declaration">The class's own declaration: <c>partial class Inner</c>.</param>
/// <param name="Name">The class's name, without type parameters.</param>
/// <param name="Reference">The class as other code refers to it from inside itself: <c>global::N.Outer&lt;T&gt;.Inner</c>.</param>
/// <param name="UnboundReference">The same for <c>typeof</c> in an attribute: <c>global::N.Outer&lt;&gt;.Inner</c>.</param>
/// <param name="DerivesFromTunable">Whether a base class is tunable too.</param>
/// <param name="DerivesFromOwnModule">Whether a base class that is not TorchSharp's has components of its own.</param>
/// <param name="BaseReflects">Whether some base class registers by reflection, and so finds this class's fields too.</param>
/// <param name="IsSealed">Whether nothing can derive from it.</param>
internal sealed record TypeModel(
    string HintName,
    string? Namespace,
    EquatableArray<string> ContainingTypes,
    string Declaration,
    string Name,
    string Reference,
    string UnboundReference,
    bool DerivesFromTunable,
    bool DerivesFromOwnModule,
    bool BaseReflects,
    bool IsSealed);
