namespace AttnGen.Packaging.Tests;

/// <summary>How projects use the packages. A build keeps one processor busy, so that these run beside <see cref="MadeCollection"/> and the guide.</summary>
[CollectionDefinition(nameof(UsedCollection))]
public sealed class UsedCollection : ICollectionFixture<Packages>;
