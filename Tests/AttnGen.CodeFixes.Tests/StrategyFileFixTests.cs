using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using static AttnGen.Generators.Tests.Sources;

namespace AttnGen.CodeFixes.Tests;

public sealed class StrategyFileFixTests
{
    private const string Wrong = """
        {
          "modle": "Application.Classifier", // spelt wrong
          "model": "Application.Classifier",
          "strategies": { "A": { "tune": { "V": { "lrscale": 4, "WeightDecay": 0, "speed": 3 } }, "frezze": [] } }
        }
        """;

    [Fact]
    public async Task WritesTheKeyThatWasMeant()
    {
        var (document, diagnostics) = await Of(("a.attngen.json", Wrong));
        var actions = new List<CodeAction>();
        var fix = new StrategyFileFix();
        foreach (var diagnostic in diagnostics)
        {
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        }

        // What resembles no key has no one right answer.
        Assert.Equal(["Write \"model\"", "Write \"lrScale\"", "Write \"weightDecay\"", "Write \"freeze\""], actions.Select(action => action.Title));
        Assert.Equal(Wrong.Replace("lrscale", "lrScale", StringComparison.Ordinal), await Text(await Changed(actions[1]), document.Id));
    }

    [Theory]
    [InlineData("ATG0213", """{ "lora": { "rank": [|9|] }, "tune": { "V": {} } }""", "4")]
    [InlineData("ATG0503", """{ "tune": { "V": {} }, "grouping": [|"papr"|] }""", "\"paper\"")]
    [InlineData("ATG0503", """{ "tune": { "V": {} }, "freeze": [ [|"k"|] ] }""", "\"K\"")]
    [InlineData("ATG0503", """{ "tune": { "V": {} }, "options": { "schedule": { "kind": [|"Linear"|], "total": 5 } } }""", "\"linear\"")]
    public async Task WritesTheOneRightAnswer(string id, string strategy, string right)
    {
        var marked = $$"""{ "model": "Application.Classifier", "strategies": { "A": {{strategy}} } }""";
        await MendsTo(id, marked, right);
    }

    [Theory]
    [InlineData("ATG0508", """{ "model": [|"Classifier"|], "strategies": { "A": { "tune": { "V": {} } } } }""", "\"Application.Classifier\"")]
    [InlineData("ATG0506", """{ "model": "Application.Classifier", "use": [|"Fat"|], "strategies": { "Fast": { "tune": { "V": {} } } } }""", "\"Fast\"")]
    public Task WritesTheNameThatWasMeant(string id, string marked, string right) => MendsTo(id, marked, right);

    /// <summary>The rank is the default, and the place is the whole method's: what to write there is not one number.</summary>
    [Fact]
    public async Task WritesNothingWhereTheRankIsNotStated()
    {
        var (_, diagnostics) = await Of(("a.attngen.json", """{ "model": "Application.Classifier", "strategies": { "A": { "lora": {}, "tune": { "V": {} } } } }"""), "ATG0213");
        Assert.Null(Assert.Single(diagnostics).Properties["replacement"]);
    }

    private static async Task MendsTo(string id, string marked, string right)
    {
        var wrong = marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);
        var (document, diagnostics) = await Of(("a.attngen.json", wrong), id);
        var actions = new List<CodeAction>();
        await new StrategyFileFix().RegisterCodeFixesAsync(new CodeFixContext(document, Assert.Single(diagnostics), (action, _) => actions.Add(action), CancellationToken.None));
        var expected = marked[..marked.IndexOf("[|", StringComparison.Ordinal)] + right + marked[(marked.IndexOf("|]", StringComparison.Ordinal) + 2)..];
        Assert.Equal(expected, await Text(await Changed(Assert.Single(actions)), document.Id));
    }

    /// <summary>A rank of a sweep that two strategies cannot have is reported for both, at the one place.</summary>
    [Fact]
    public async Task WritesAPlaceOnceThatIsWrongTwice()
    {
        const string Ranks = """
            {
              "model": "Application.Classifier",
              "strategies": { "A": { "lora": {"rank": 1}, "tune": { "V": {} } }, "B": { "lora": {"rank": 1}, "tune": { "Q": {} } } },
              "sweep": { "tasks": ["a"], "learningRates": [1e-3], "ranks": [1, 9] }
            }
            """;
        var (document, diagnostics) = await Of(("a.attngen.json", Ranks), "ATG0213");
        Assert.Equal(2, diagnostics.Length);

        Assert.Equal(Ranks.Replace("9", "4", StringComparison.Ordinal), await Text(await AllMended(document, diagnostics), document.Id));
    }

    /// <summary>A rank that fits one of two matrices is wrong still.</summary>
    [Theory]
    [InlineData("Q", "V")]
    [InlineData("V", "Q")]
    public async Task WritesTheSmallestOfTwoNumbersForOnePlace(string first, string second)
    {
        var ranks = $$"""
            {
              "model": "Application.Classifier",
              "strategies": { "A": { "lora": {"rank": 1}, "tune": { "{{first}}": {} } }, "B": { "lora": {"rank": 1}, "tune": { "{{second}}": {} } } },
              "sweep": { "tasks": ["a"], "learningRates": [1e-3], "ranks": [1, 9] }
            }
            """;
        var (document, diagnostics) = await Of([("a.attngen.json", ranks)], "ATG0213", Attention().Replace("query = nn.Linear(4, 4)", "query = nn.Linear(6, 6)", StringComparison.Ordinal));
        Assert.Equal(["4", "6"], diagnostics.Select(problem => problem.Properties["replacement"]).Order(StringComparer.Ordinal));

        var solution = await AllMended(document, diagnostics);

        Assert.Equal(ranks.Replace("9", "4", StringComparison.Ordinal), await Text(solution, document.Id));
    }

    /// <summary>Of changes that lie in one another the outer one is made, and what follows it is compared with it.</summary>
    [Fact]
    public async Task ComparesAPlaceWithTheLastOneThatWasWritten()
    {
        var document = new AdhocWorkspace().AddProject("Models", LanguageNames.CSharp).AddAdditionalDocument("a.attngen.json", SourceText.From("0123456789"));
        Diagnostic At(int start, int length, string replacement) => Diagnostic.Create(
            GeneratorRun.Descriptors.Single(descriptor => descriptor.Id == "ATG0502"), Location.Create("a.attngen.json", new TextSpan(start, length), default),
            ImmutableDictionary<string, string?>.Empty.Add("replacement", replacement));

        var solution = await AllMended(document, [At(0, 6, "x"), At(1, 1, "y"), At(3, 2, "z"), At(6, 1, "w")]);

        Assert.Equal("xw789", await Text(solution, document.Id));
    }

    [Theory]
    [InlineData(FixAllScope.Project, true)]
    [InlineData(FixAllScope.Solution, true)]
    [InlineData(FixAllScope.Document, false)]
    public async Task WritesAllOfSeveralFiles(FixAllScope scope, bool isOffered)
    {
        Assert.Equal(isOffered, new StrategyFileFix().GetFixAllProvider().GetSupportedFixAllScopes().Contains(scope));
        if (!isOffered)
        {
            return;
        }

        var (document, diagnostics) = await Of(("a.attngen.json", Wrong), ("b.attngen.json", Wrong));
        var solution = await AllMended(document, diagnostics, scope);

        var right = Wrong.Replace("modle", "model", StringComparison.Ordinal).Replace("lrscale", "lrScale", StringComparison.Ordinal)
            .Replace("WeightDecay", "weightDecay", StringComparison.Ordinal).Replace("frezze", "freeze", StringComparison.Ordinal);
        foreach (var file in document.Project.AdditionalDocumentIds)
        {
            Assert.Equal(right, await Text(solution, file));
        }
    }

    private static Task<(TextDocument First, ImmutableArray<Diagnostic> Problems)> Of(params (string Path, string Text)[] files) => Of(files, "ATG0502");

    private static Task<(TextDocument First, ImmutableArray<Diagnostic> Problems)> Of((string Path, string Text) file, string id) => Of([file], id);

    private static async Task<(TextDocument First, ImmutableArray<Diagnostic> Problems)> Of((string Path, string Text)[] files, string id, string? attention = null)
    {
        var diagnostics = (await GeneratorRun.Of([attention ?? Attention(), Classifier]).WithFiles(files).AnalyzeFiles()).Where(problem => problem.Id == id)
            .OrderBy(problem => problem.Location.GetLineSpan().Path, StringComparer.Ordinal).ThenBy(problem => problem.Location.SourceSpan.Start);
        var project = new AdhocWorkspace().AddProject("Models", LanguageNames.CSharp);
        foreach (var (path, text) in files)
        {
            project = project.AddAdditionalDocument(path, SourceText.From(text), filePath: path).Project;
        }

        return (project.AdditionalDocuments.Single(document => document.Name == files[0].Path), [.. diagnostics]);
    }

    private static async Task<Solution> AllMended(TextDocument document, ImmutableArray<Diagnostic> diagnostics, FixAllScope scope = FixAllScope.Project)
    {
        var context = new FixAllContext(
            document.Project, new StrategyFileFix(), scope, nameof(StrategyFileFix), diagnostics.Select(problem => problem.Id).Distinct(), new KnownDiagnostics(diagnostics), CancellationToken.None);
        return await Changed((await new StrategyFileFix().GetFixAllProvider().GetFixAsync(context))!);
    }

    private static async Task<Solution> Changed(CodeAction action) => (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;

    private static async Task<string> Text(Solution solution, DocumentId file) => (await solution.GetAdditionalDocument(file)!.GetTextAsync()).ToString();
}
