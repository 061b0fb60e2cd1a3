namespace AttnGen.Models.Tests.Assets;

/// <summary><see cref="AssetFactAttribute"/> for a test with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AssetTheoryAttribute : TheoryAttribute
{
    public AssetTheoryAttribute() => Skip = RealAssets.Problem;
}
