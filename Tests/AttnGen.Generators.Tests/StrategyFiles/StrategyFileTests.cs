using System.Text;
using AttnGen.Generators.Tests.Golden;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AttnGen.Generators.Tests.StrategyFiles;

public sealed class StrategyFileTests
{
    private const string Right = """
        // What this file says may stand in comments, and commas may trail.
        {
          "$schema": "attngen.schema.json",
          "model": "Application.Classifier",
          "strategies": {
            "QvLambda8": {
              "lora": { "rank": 1, "alpha": 4, "dropout": 0.05 },
              "tune": { "Q": {}, "V": { "lrScale": 8, "weightDecay": 0.01 } },
              "head": { "weightDecay": 0 },
              "freeze": ["K"],
              "options": { "learningRate": 2e-4, "maxGradientNorm": null, "seed": 7, "schedule": { "kind": "linear", "total": 100, "warmUp": 10 } },
            },
            /* two selections of one projection */
            "Graded": { "lora": { "rank": 1 }, "tune": { "V": [ { "layers": "0-2" }, { "layers": "last:1", "lrScale": 4 } ] }, "freeze": ["head"] },
          },
        }
        """;

    private static readonly string[] Model = [Sources.Attention(), Sources.Classifier];

    public static TheoryData<int, string> Numbered
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var (index, found) in FileCases.All.Index())
            {
                data.Add(index, found.ToString());
            }

            return data;
        }
    }

    [Fact]
    public void AStrategyFile() => GoldenFiles.Verify(GeneratorRun.Of(User(), GeneratorRun.Of(Model).Emit()).WithFiles(("fast.attngen.json", Right)));

    [Fact]
    public async Task RightFilesCompileWithoutAWord()
    {
        var run = GeneratorRun.Of([.. Model, User()]).WithFiles(("fast.attngen.json", Right));

        Assert.Empty((await run.AnalyzeFiles()).Where(problem => problem.Severity > DiagnosticSeverity.Info));
        Assert.Empty(run.CompilerProblems);
    }

    [Theory]
    [MemberData(nameof(Numbered))]
    public async Task AMistakeIsReportedAtItsPlaceAndAlone(int index, string shown)
    {
        var expected = FileCases.All[index];
        var problems = await GeneratorRun.Of(Model).WithFiles(("wrong.attngen.json", expected.Text)).AnalyzeFiles();

        var problem = Assert.Single(problems, problem => problem.Severity > DiagnosticSeverity.Info);
        Assert.Equal((expected.Id, expected.Message), (problem.Id, problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.True((expected.Start, expected.End) == (problem.Location.SourceSpan.Start, problem.Location.SourceSpan.End), $"{shown}: at {problem.Location.SourceSpan}");
        Assert.Equal("wrong.attngen.json", problem.Location.GetLineSpan().Path);
    }

    [Theory]
    [MemberData(nameof(Numbered))]
    public void AMistakeDoesNotCompileWithoutAnalyzersEither(int index, string shown)
    {
        var expected = FileCases.All[index];
        var run = GeneratorRun.Of(Model).WithFiles(("wrong.attngen.json", "\n\n" + expected.Text)).WithoutAnalyzers();

        var errors = run.CompilerProblems.Where(problem => problem.Severity == DiagnosticSeverity.Error).ToList();
        if (expected.Id is "ATG0209" or "ATG0212")
        {
            Assert.Empty(errors);
            return;
        }

        Assert.True(errors is [{ Id: "CS1029" } only] && only.GetMessage(System.Globalization.CultureInfo.InvariantCulture).Contains($"{expected.Id}: {expected.Message}", StringComparison.Ordinal)
            && only.Location.GetMappedLineSpan() is { Path: "wrong.attngen.json", StartLinePosition.Line: 2 }, $"{shown}: {string.Join("\n", errors)}");
    }

    [Fact]
    public async Task AllMistakesOfAFileAreReported()
    {
        var run = GeneratorRun.Of(Model).WithFiles(("wrong.attngen.json", """
            {
              "model": "Application.Classifier",
              "strategies": {
                "A": { "lora": { "rank": 0, "alpha": -1 }, "tune": { "Q": { "lrScal": 2 }, "V": { "lrScale": "8" } } },
                "B": { "tune": { "K": {} }, "freeze": ["K"], "option": {} },
                "C": { "lora": { "rank": 99 }, "tune": { "V": {} } }
              }
            }
            """));

        Assert.Equal(
            [(3, "ATG0504"), (3, "ATG0504"), (3, "ATG0502"), (3, "ATG0503"), (4, "ATG0506"), (4, "ATG0502"), (5, "ATG0213")],
            (await run.AnalyzeFiles()).OrderBy(problem => problem.Location.SourceSpan.Start).Select(problem => (problem.Location.GetLineSpan().StartLinePosition.Line, problem.Id)));
    }

    [Fact]
    public async Task ANameInTwoFilesIsReportedInTheSecond()
    {
        var run = GeneratorRun.Of(Model).WithFiles(("b.attngen.json", FileCases.Of("""{ "tune": { "V": {} } }""")), ("a.attngen.json", FileCases.Of("""{ "tune": { "V": {} } }""")));

        var problem = Assert.Single(await run.AnalyzeFiles());
        Assert.Equal("b.attngen.json", problem.Location.GetLineSpan().Path);
        Assert.Equal("'a.attngen.json' declares a strategy Application.A already. Give one of them another name, or a namespace of its own.", problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Null(run.Result.Exception);
    }

    /// <summary>What is published into the project's own folder is found there by the next build.</summary>
    [Fact]
    public async Task ACopyOfAFileIsPassedOver()
    {
        const string Original = "/project/fast.attngen.json";
        const string Copy = "/project/bin/fast.attngen.json";
        var (text, wrong) = (FileCases.Of("""{ "tune": { "V": {} } }"""), FileCases.Of("""{ "tune": { "O": {} } }"""));
        foreach (var run in new[] { GeneratorRun.Of(Model).WithFiles((Copy, text), (Original, text)), GeneratorRun.Of(Model).WithFiles((Original, text), (Copy, text)) })
        {
            Assert.Empty(await run.AnalyzeFiles());
            Assert.Empty(run.CompilerProblems);
            Assert.Single(run.Result.GeneratedSources, file => file.HintName == "Application.A.attngen.g.cs");
        }

        Assert.Equal([Original], (await GeneratorRun.Of(Model).WithFiles((Copy, wrong), (Original, wrong)).AnalyzeFiles()).Select(problem => problem.Location.GetLineSpan().Path).Distinct());
    }

    [Fact]
    public async Task AnOldCopyOfAFileIsToldFromIt()
    {
        var run = GeneratorRun.Of(Model).WithFiles(("/project/fast.attngen.json", FileCases.Of("""{ "tune": { "V": {} } }""")), ("/project/out/fast.attngen.json", FileCases.Of("""{ "tune": { "Q": {} } }""")));

        Assert.Equal(
            "'/project/out/fast.attngen.json' and '/project/fast.attngen.json' both declare a strategy Application.A. Give one of them another name, or a namespace of its own; if one file is an old copy of the other, delete it.",
            Assert.Single(await run.AnalyzeFiles()).GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>What is suggested can be written: a file names no class with type parameters, and no keyword is marked in one.</summary>
    [Theory]
    [InlineData("namespace N { MODEL }", "public partial class Shell<T>", "N.Shell", "")]
    [InlineData("namespace N { public partial class Outer<T> { MODEL } }", "public partial class Shell", "N.Shell", "")]
    [InlineData("namespace N.@event { MODEL }", "public partial class Shell", "Shell", " Did you mean \"N.event.Shell\"?")]
    public async Task OnlyANameThatAFileCanSayIsSuggested(string place, string declaration, string model, string suggestion)
    {
        var source = Sources.Usings + place.Replace("MODEL", Sources.Of(Sources.Triple, declaration: declaration)[Sources.Usings.Length..].Replace("M()", "Shell()", StringComparison.Ordinal), StringComparison.Ordinal);
        var run = GeneratorRun.Of(source).WithFiles(("a.attngen.json", $$"""{ "model": "{{model}}", "strategies": { "A": { "tune": { "V": {} } } } }"""));

        Assert.Equal(
            $"There is no class {model}. \"model\" is the full name of a [TunableModule] class, with its namespace.{suggestion}", Assert.Single(await run.AnalyzeFiles()).GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>A double would round it.</summary>
    [Theory]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("1.5e3", "1500")]
    public async Task AWholeNumberIsReadToItsLastDigit(string written, string read)
    {
        var run = GeneratorRun.Of(Model).WithFiles(("a.attngen.json", FileCases.Of($$"""{ "tune": { "V": {} }, "options": { "seed": {{written}} } }""")));

        Assert.Empty(await run.AnalyzeFiles());
        Assert.Empty(run.CompilerProblems);
        Assert.Contains($"Seed = {read}", run.Text("Application.A.attngen.g.cs"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("1e30")]
    [InlineData("1e-30")]
    [InlineData("0.99999999999999999999999")]
    public async Task WhatIsNoWholeNumberIsNotRoundedToOne(string written)
    {
        var run = GeneratorRun.Of(Model).WithFiles(("a.attngen.json", FileCases.Of($$"""{ "tune": { "V": {} }, "options": { "seed": {{written}} } }""")));

        Assert.Equal("\"seed\" is a whole number.", Assert.Single(await run.AnalyzeFiles()).GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void AModelWithoutTheProjectionIsRefused()
    {
        var run = GeneratorRun.Of(Sources.Of("[Head] private readonly Linear a = nn.Linear(4, 2);")).WithFiles(("a.attngen.json", """{ "model": "M", "strategies": { "A": { "tune": { "V": {} } } } }""")).WithoutAnalyzers();

        Assert.Contains(run.CompilerProblems, problem => problem.Id == "CS1029" && problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture).Contains("ATG0201: V is tuned, and nothing in 'M' is that projection.", StringComparison.Ordinal));
    }

    [Fact]
    public void AFrozenHeadHasNoGroupAndAHeadAloneIsAStrategy()
    {
        var run = GeneratorRun.Of([.. Model, "class User { object Run(Application.Classifier model) => (Application.A.Begin(model).Groups.Head, Application.B.Begin(model).Groups.Head, Application.B.Begin(model).Groups.Value); }"])
            .WithFiles(("a.attngen.json", FileCases.Of("""{ "tune": { "V": {} }, "freeze": ["head"] }, "B": { "head": { "lrScale": 5 } }""")));

        Assert.Equal(["CS1061", "CS1061"], run.CompilerProblems.Select(problem => problem.Id));
        Assert.Contains("'Head'", run.CompilerProblems[0].GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Contains("'Value'", run.CompilerProblems[1].GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Contains(".FreezeHead()", run.Text("Application.A.attngen.g.cs"), StringComparison.Ordinal);
        Assert.Contains("HeadLrScale { get; init; } = 5;", run.Text("Application.B.attngen.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void AnEditOfOneFileEmitsOneOutputAndNoOtherEditReadsAFile()
    {
        var run = GeneratorRun.Of([.. Model, "class Unrelated { int x; }"]).WithFiles(
            ("a.attngen.json", FileCases.Of("""{ "tune": { "V": {} } }""")), ("b.attngen.json", FileCases.Of("""{ "tune": { "Q": {} } }""", "\"B\"")));

        var edited = run.AfterFile(FileCases.Of("""{ "tune": { "V": { "lrScale": 2 } } }"""));
        Assert.Equal(1, edited.ChangedOutputs);
        Assert.Contains("ValueLrScale { get; init; } = 2;", edited.Text("Application.A.attngen.g.cs"), StringComparison.Ordinal);

        var reads = edited.Reads;
        var after = edited.After("class Unrelated { int y; string z; }", file: 2);
        after.EmitsNothingNew();
        Assert.Equal(reads, after.Reads);
    }

    [Fact]
    public void ALineAboveMovesTheOriginsAndTheStrategiesThatStandAboveStay()
    {
        var run = GeneratorRun.Of(Model).WithFiles(("some where/a.attngen.json", FileCases.Of("""{ "tune": { "V": { "lrScale": 2 } }, "options": { "seed": 5 } }, "B": { "tune": { "Q": { "lrScale": 2 } } }""")));
        Assert.Contains(".With(\"value.lrScale\", 2, \"a.attngen.json(1)\")", run.Text("Application.A.attngen.g.cs"), StringComparison.Ordinal);

        var after = run.AfterFile(FileCases.Of("""{ "tune": { "V": { "lrScale": 2   } }, "options": { "seed": 5 } },""" + "\n\n" + """ "B": { "tune": { "Q": { "lrScale": 2 } } }"""));

        Assert.Equal(1, after.ChangedOutputs);
        Assert.Contains(".With(\"query.lrScale\", 2, \"a.attngen.json(3)\")", after.Text("Application.B.attngen.g.cs"), StringComparison.Ordinal);
    }

    /// <summary>A nested class, the global namespace, a class that others cannot see, names that are keywords, and a namespace of the file's own.</summary>
    [Theory]
    [InlineData("namespace Outer.Space { public partial class Holder { MODEL } }", "Outer.Space.Holder.M", "", "Outer.Space.A")]
    [InlineData("MODEL", "M", "", "A")]
    [InlineData("MODEL", "M", "\"namespace\": \"Some.@event\",", null)]
    [InlineData("MODEL", "M", "\"namespace\": \"Some.event\",", "Some.event.A")]
    [InlineData("internal partial class Holder { MODEL }", "Holder.M", "", "A")]
    [InlineData("namespace Some.@event { MODEL }", "Some.event.M", "", "Some.event.A")]
    public async Task AnyPlaceOfAModelIsFound(string place, string model, string space, string? hint)
    {
        var source = Sources.Usings + place.Replace("MODEL", Sources.Of(Sources.Triple).Replace(Sources.Usings, "", StringComparison.Ordinal), StringComparison.Ordinal);
        var run = GeneratorRun.Of(source).WithFiles(("some where/a.attngen.json", $$"""{ "model": "{{model}}", {{space}} "strategies": { "A": { "tune": { "V": {} } }, "class": { "tune": { "Q": {} } } } }"""));

        if (hint is null)
        {
            Assert.Equal("ATG0507", Assert.Single(await run.AnalyzeFiles()).Id);
            return;
        }

        Assert.Empty((await run.AnalyzeFiles()).Where(problem => problem.Severity > DiagnosticSeverity.Info));
        Assert.Empty(run.CompilerProblems);
        Assert.Contains("static partial class A", run.Text($"{hint}.attngen.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStrategyMayBeInSmallLetters()
    {
        var run = GeneratorRun.Of([.. Model, "class User { object Run(Application.Classifier model) => Application.fast.Begin(model); }"]).WithFiles(("a.attngen.json", FileCases.Of("""{ "tune": { "V": {} } }""", "\"fast\"")));

        Assert.Empty(await run.AnalyzeFiles());
        Assert.Empty(run.CompilerProblems);
    }

    [Theory]
    [InlineData("private")]
    [InlineData("protected")]
    public async Task AModelThatOthersCannotNameIsRefused(string access)
    {
        var model = Sources.Of(Sources.Triple, declaration: $"{access} partial class M")[Sources.Usings.Length..];
        await IsRefused(GeneratorRun.Of(Sources.Usings + $"public partial class Outer {{ {model} }}"), "Outer.M",
            "Outer.M is not visible to the class of a strategy: it, or a class that it is in, is private or protected. Make it internal or public.");
    }

    [Fact]
    public async Task AModelThatAnotherAssemblyKeepsIsRefused()
    {
        var library = GeneratorRun.Of(Sources.Of(Sources.Triple, declaration: "internal partial class M")).Emit();
        await IsRefused(GeneratorRun.Of("class User;", library), "M", "M is not visible to this assembly. Make it public in 'Models0', or declare the strategy there.");
    }

    [Fact]
    public async Task AStrategyNamedLikeANamespaceIsRefused()
    {
        var run = GeneratorRun.Of([.. Model, "namespace Application.A.B { class C; }"]).WithFiles(("a.attngen.json", FileCases.Of("""{ "tune": { "V": {} } }""")));

        var problem = Assert.Single(await run.AnalyzeFiles());
        Assert.Equal(("ATG0507", "There is a namespace Application.A already. Give the strategy another name, or say \"namespace\"."), (problem.Id, problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Empty(run.CompilerProblems);
    }

    /// <summary>The compiler takes no namespace that has a type's name, or is in one.</summary>
    [Theory]
    [InlineData("Application.Classifier", "Application.Classifier is a type, so that there can be no namespace Application.Classifier. Say another \"namespace\".")]
    [InlineData("Library.Attention.Own", "Library.Attention is a type, so that there can be no namespace Library.Attention.Own. Say another \"namespace\".")]
    [InlineData("Other", null)]
    public async Task ANamespaceNamedLikeATypeIsRefused(string space, string? message)
    {
        var run = GeneratorRun.Of([.. Model]).WithFiles(("a.attngen.json", $$"""{ "model": "Application.Classifier", "namespace": "{{space}}", "strategies": { "A": { "tune": { "V": {} } }, "B": { "tune": { "Q": {} } } } }"""));

        Assert.Equal(message is null ? [] : [("ATG0507", message), ("ATG0507", message)], (await run.AnalyzeFiles()).Select(problem => (problem.Id, problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture))));
        Assert.Empty(run.CompilerProblems);
    }

    /// <summary>Whichever of two files comes first.</summary>
    [Theory]
    [InlineData("a", "b", "Application.A is a type, so that there can be no namespace Application.A.Inner. Say another \"namespace\".")]
    [InlineData("b", "a", "There is a namespace Application.A already. Give the strategy another name, or say \"namespace\".")]
    public async Task ANamespaceNamedLikeAStrategyIsRefused(string plain, string inner, string message)
    {
        var run = GeneratorRun.Of([.. Model]).WithFiles(
            ($"{plain}.attngen.json", FileCases.Of("""{ "tune": { "V": {} } }""")),
            ($"{inner}.attngen.json", """{ "model": "Application.Classifier", "namespace": "Application.A.Inner", "strategies": { "B": { "tune": { "V": {} } } } }"""));

        var problem = Assert.Single(await run.AnalyzeFiles());
        Assert.Equal(("ATG0507", message), (problem.Id, problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Empty(run.CompilerProblems);
    }

    private static async Task IsRefused(GeneratorRun before, string model, string message)
    {
        var run = before.WithFiles(("a.attngen.json", $$"""{ "model": "{{model}}", "strategies": { "A": { "tune": { "V": {} } } } }"""));

        var problem = Assert.Single(await run.AnalyzeFiles());
        Assert.Equal(("ATG0508", message), (problem.Id, problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Empty(run.CompilerProblems);
    }

    [Fact]
    public void AFilesNameMayBeMarkup()
    {
        var run = GeneratorRun.Of(Model).WithFiles(("R&D <1>\n\u2028.attngen.json", FileCases.Of("""{ "tune": { "V": {} }, "options": { "seed": 1 } }""")));

        Assert.Empty(run.CompilerProblems);
        Assert.Contains("The strategy A of R&amp;D &lt;1&gt;  .attngen.json.", run.Text("Application.A.attngen.g.cs"), StringComparison.Ordinal);
    }

    /// <summary>As the compiler decodes: by its mark, strictly as UTF-8, and otherwise by the machine's code page, which may be UTF-8 again.</summary>
    [Theory]
    [InlineData("utf-8", "utf-8", true)]
    [InlineData("utf-16", "utf-16", false)]
    [InlineData("latin1", "latin1", false)]
    [InlineData("latin1", "utf-8", false)]
    public async Task AFileInAnotherEncodingIsRefused(string written, string decoded, bool isRight)
    {
        var (encoding, decoder) = (Encoding.GetEncoding(written), Encoding.GetEncoding(decoded));
        foreach (var text in new[] { "// \u00E9\n" + FileCases.Of("""{ "tune": { "V": {} } }"""), "// \u00E9 \uFFFD\n" + FileCases.Of("""{ "tune": { "V": {} } }""") })
        {
            byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
            var run = GeneratorRun.Of(Model).WithFiles(new StrategyText("a.attngen.json", SourceText.From(new MemoryStream(bytes), decoder)));
            var problems = await run.AnalyzeFiles();

            Assert.Equal(isRight ? [] : ["a.attngen.json(1,1): error ATG0501: A strategy file is in UTF-8, and this one is not. Save it in UTF-8."], problems.Select(problem => problem.ToString()));
            Assert.Equal(isRight, run.Result.GeneratedSources.Any(file => file.HintName == "Application.A.attngen.g.cs"));
        }
    }

    /// <summary>Where the model is compiled elsewhere, its published map is read.</summary>
    [Fact]
    public async Task AModelOfAnotherAssemblyIsChecked()
    {
        var library = GeneratorRun.Of([Sources.Attention(), Sources.Classifier]).Emit();
        var run = GeneratorRun.Of("class User { object Run(Application.Classifier model) => Application.A.Begin(model).Groups.Value; }", library).WithFiles(("a.attngen.json", FileCases.Of("""{ "lora": { "rank": 1 }, "tune": { "V": {} } }""")));

        Assert.Empty(await run.AnalyzeFiles());
        Assert.Empty(run.CompilerProblems);
    }

    private static string User() => Sources.Usings + """
        public static class User
        {
            public static double Run(Application.Classifier model)
            {
                using var tuning = Application.QvLambda8.Begin(model);
                using var other = Application.Graded.Begin(model, Application.Graded.Value with { ValueLast1LrScale = 2 }, Application.QvLambda8.Options);
                return tuning.Groups.Value.LearningRate + other.Groups.ValueLast1.LearningRate + tuning.Groups.Head.LearningRate;
            }
        }
        """;
}
