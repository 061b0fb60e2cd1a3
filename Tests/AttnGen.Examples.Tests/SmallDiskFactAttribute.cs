using AttnGen.Models.Tests.Assets;

namespace AttnGen.Examples.Tests;

/// <summary>A test on a disk that is really full; skipped with the reason where none can be made, or where there are no weights.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = RealAssets.Problem ?? SmallDisk.Problem;
}
