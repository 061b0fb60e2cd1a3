namespace AttnGen.Packaging.Tests;

/// <summary>Makes the packages once for all tests.</summary>
[CollectionDefinition(nameof(Packages))]
public sealed class PackagesCollection : ICollectionFixture<Packages>;
