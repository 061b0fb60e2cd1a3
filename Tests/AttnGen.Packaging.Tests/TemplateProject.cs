namespace AttnGen.Packaging.Tests;

/// <summary>A project by the template with its defaults, made and built once for the tests that use it as it is; who changes it changes it back.</summary>
public sealed class TemplateProject(Packages packages) : IAsyncLifetime
{
    /// <summary>The names of the files that the template makes.</summary>
    internal IReadOnlyList<string?> Files { get; private set; } = [];

    internal Consumer Consumer { get; private set; } = null!;

    internal ProcessRun Built { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Consumer = await Consumer.OfTemplate(packages);
        Files = [.. Directory.GetFiles(Consumer.Project).Select(Path.GetFileName).Order(StringComparer.Ordinal)];
        Built = await Consumer.Build();
    }

    public Task DisposeAsync()
    {
        Consumer.Dispose();
        return Task.CompletedTask;
    }
}
