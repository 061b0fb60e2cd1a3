using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Formatting;

namespace AttnGen.CodeFixes.Tests;

/// <summary>A source, the diagnostics that the analyzers report of it, and what the fixes make of it.</summary>
internal sealed class FixRun
{
    private readonly Document document;
    private readonly ImmutableArray<Diagnostic> diagnostics;

    private FixRun(Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        this.document = document;
        this.diagnostics = diagnostics;
    }

    public static IReadOnlyList<CodeFixProvider> Fixes { get; } =
    [
        .. typeof(Fix).Assembly.GetTypes().Where(type => type.GetCustomAttribute<ExportCodeFixProviderAttribute>() is not null).Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    public static async Task<FixRun> Of(string source, string id, LanguageVersion version = LanguageVersion.CSharp12)
    {
        var project = new AdhocWorkspace().AddProject("Models", LanguageNames.CSharp)
            .WithParseOptions(new CSharpParseOptions(version)).WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
            .WithMetadataReferences(GeneratorRun.Platform);
        var document = project.AddDocument("Model.cs", source);
        var tree = (await document.GetSyntaxTreeAsync())!;
        var found = (await GeneratorRun.Of([source], version).Analyze([id])).Where(diagnostic => diagnostic.Id == id)
            .Select(diagnostic => Diagnostic.Create(diagnostic.Descriptor, Location.Create(tree, diagnostic.Location.SourceSpan), diagnostic.Properties));
        return new FixRun(document, [.. found]);
    }

    /// <summary>The titles of what is offered for the first diagnostic.</summary>
    public async Task<IReadOnlyList<string>> Titles() => [.. (await Offers()).Select(offer => offer.Action.Title)];

    /// <summary>The source after one of the offers for the first diagnostic.</summary>
    public async Task<string> Apply(string title) => await Text((await Offers()).Single(offer => offer.Action.Title == title).Action);

    /// <summary>The source after all diagnostics of the id are mended at once, as the first one would be by an offer of that title, or its first.</summary>
    public async Task<string> ApplyAll(string? title = null)
    {
        var offers = await Offers();
        var (provider, action) = title is null ? offers[0] : offers.Single(offer => offer.Action.Title == title);
        var key = action.EquivalenceKey;
        var context = new FixAllContext(document, provider, FixAllScope.Document, key, provider.FixableDiagnosticIds, new KnownDiagnostics(diagnostics), CancellationToken.None);
        return await Text((await provider.GetFixAllProvider()!.GetFixAsync(context))!);
    }

    private async Task<List<(CodeFixProvider Fix, CodeAction Action)>> Offers()
    {
        Assert.NotEmpty(diagnostics);
        var offers = new List<(CodeFixProvider, CodeAction)>();
        foreach (var fix in Fixes.Where(fix => fix.FixableDiagnosticIds.Contains(diagnostics[0].Id)))
        {
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostics[0], (action, _) => offers.Add((fix, action)), CancellationToken.None));
        }

        return offers;
    }

    private async Task<string> Text(CodeAction action)
    {
        var operation = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
        var changed = operation.ChangedSolution.GetDocument(document.Id)!;
        return (await (await Formatter.FormatAsync(changed, Formatter.Annotation)).GetTextAsync()).ToString().ReplaceLineEndings("\n");
    }
}
