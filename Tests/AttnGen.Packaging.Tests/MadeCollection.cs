namespace AttnGen.Packaging.Tests;

/// <summary>How the packages are made: what is in them, again, and after a release.</summary>
[CollectionDefinition(nameof(MadeCollection))]
public sealed class MadeCollection : ICollectionFixture<Packages>;
