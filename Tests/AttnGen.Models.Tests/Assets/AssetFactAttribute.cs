namespace AttnGen.Models.Tests.Assets;

/// <summary>A test that needs real weights or data: skipped with the reason where they cannot be had, except in CI, where that is a failure.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AssetFactAttribute : FactAttribute
{
    public AssetFactAttribute() => Skip = RealAssets.Problem;
}
