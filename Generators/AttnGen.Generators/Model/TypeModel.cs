namespace AttnGen.Generators.Model;

/// <summary>A tunable class.</summary>
/// <param name="Place">Where its generated part goes.</param>
/// <param name="Reference">The class as other code refers to it from inside itself: <c>global::N.Outer&lt;T&gt;.Inner</c>.</param>
/// <param name="UnboundReference">The same for <c>typeof</c> in an attribute: <c>global::N.Outer&lt;&gt;.Inner</c>.</param>
/// <param name="DerivesFromTunable">Whether a base class is tunable too.</param>
/// <param name="DerivesFromOwnModule">Whether a base class is a module that is not TorchSharp's, and registers too.</param>
/// <param name="BaseReflects">Whether some base class registers by reflection, and so finds this class's fields too.</param>
/// <param name="IsSealed">Whether nothing can derive from it.</param>
internal sealed record TypeModel(
    PlaceModel Place, string Reference, string UnboundReference, bool DerivesFromTunable, bool DerivesFromOwnModule, bool BaseReflects, bool IsSealed);
