using Microsoft.CodeAnalysis.CSharp;

namespace AttnGen.Generators.Tests.Generation;

/// <summary>What the generator remembers between two runs is what it would find anew.</summary>
public sealed class RememberedTests
{
    private const int Edits = 60;

    /// <summary>For each file, what it may be; the first is where it begins. Most of them change what another file's class is.</summary>
    private static readonly string[][] Variants =
    [
        [Numbers("1.0", 2), Numbers("2.0", 2), Numbers("1.0", 9), Numbers("2.0", 9) + "// a comment", Numbers("-1.0", 2)],
        [
            Sources.Attention(""), Sources.Attention("", "return x;"), Sources.Attention("[Tune(Matrix.K)]"), Sources.Attention("[Tune(Matrix.V, LrScale = Numbers.Lambda)]"),
            Sources.Attention("").Replace("4, 4", "40, 40", StringComparison.Ordinal), Sources.Attention("").Replace("[TunableModule]", "", StringComparison.Ordinal),
            Sources.Attention("").Replace("sealed partial", "sealed", StringComparison.Ordinal), Sources.Attention("", "\n#nullable disable\nreturn x;"),
        ],
        [
            "namespace Library { partial class Attention { } }", "namespace Library { partial class Attention { int Project => 1; } }", "namespace Library { partial class Attention { void Call() { var one = 1; } } }",
            Sources.Usings + "namespace Library { partial class Attention { private readonly Linear other = nn.Linear(4, 4); } }",
            Sources.Usings + "namespace Library { [Lora(Rank = 3)] partial class Attention { [Head] private readonly Linear pooler = nn.Linear(4, 4); } }",
        ],
        [
            Sources.Classifier.Replace("Rank = 2", "Rank = Library.Numbers.Rank", StringComparison.Ordinal).Replace("LrScale = 2", "LrScale = Library.Numbers.Lambda", StringComparison.Ordinal) + Sources.Body("[Tune(Matrix.Q)] partial class Classifier;"),
            Sources.Classifier + Sources.Body("[Tune(Matrix.V), Freeze(Matrix.V)] partial class Classifier;"), Sources.Classifier.Replace("nn.Linear(4, 2)", "null!", StringComparison.Ordinal),
        ],
        [
            Sources.Usings + "[TuneStrategy<Application.Classifier>, Tune(Matrix.V, LrScale = Library.Numbers.Lambda), Lora(Rank = Library.Numbers.Rank)] public static partial class Fast;",
            Sources.Usings + "[TuneStrategy<Application.Classifier>, Tune(Matrix.K)] public static partial class Fast;", "",
        ],
        ["", "namespace Library { class Linear; }", "namespace Application { class Head : System.Attribute; }", "global using Linear = System.String;", "namespace Other { class Linear { Linear() { } int Two() { return 2; } } }", "}}} broken"],
        [Unrelated("1"), Unrelated("2"), Unrelated("3; /* and more */"), "System.Console.WriteLine(1);", "System.Console.WriteLine(1); System.Console.WriteLine(2);"],
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EditsInAnyOrderGiveWhatAFreshRunGives(int seed)
    {
        var random = new Random(seed);
        var files = Variants.Select(variants => variants[0]).ToArray();
        var run = GeneratorRun.Of(files);
        var texts = new HashSet<string>();
        for (var edit = 0; edit < Edits; edit++)
        {
            var file = random.Next(files.Length);
            files[file] = Variants[file][random.Next(Variants[file].Length)];
            run = run.After(files[file], file);

            var text = run.AllText();
            texts.Add(text);
            Assert.True(GeneratorRun.Of(files).AllText() == text, $"seed {seed}, edit {edit}, file {file}: {files[file]}");
        }

        Assert.True(texts.Count > Edits / 6, $"Only {texts.Count} different outputs were seen.");
    }

    /// <summary>What only a constructor, a constant or another part of a class says counts for the class in another file.</summary>
    [Theory]
    [InlineData(0, "Rank = 2", "Rank = 9")]
    [InlineData(1, "4, 4", "40, 40")]
    [InlineData(2, "{ }", "{ [Head] private readonly Linear pooler = nn.Linear(4, 2); }")]
    [InlineData(2, "partial class Attention", "[Tune(Matrix.K)] partial class Attention")]
    [InlineData(4, "class Fast", "class Fast { public static int Begin => 1; }\nstatic class Other")]
    public void AnEditThatAnotherClassDependsOnIsSeen(int file, string from, string to)
    {
        string[] files = [Numbers("1.0", 9), Variants[1][0], Sources.Usings + Variants[2][0], Variants[3][0], Variants[4][0]];
        files[0] = file == 0 ? Numbers("1.0", 2) : files[0];
        var before = GeneratorRun.Of(files);
        files[file] = files[file].Replace(from, to, StringComparison.Ordinal);
        var after = before.After(files[file], file);

        Assert.NotEqual(before.AllText(), after.AllText());
        Assert.Equal(GeneratorRun.Of(files).AllText(), after.AllText());
    }

    /// <summary>An accessor that says <c>field</c> makes its property a component, and one that no longer does a computed one.</summary>
    [Fact]
    public void AnAccessorThatKeepsAValueIsSeen()
    {
        string[] files = ["namespace Library { partial class Attention { public TorchSharp.Modules.Linear Pooler { get => null!; set => value.Dispose(); } } }", Sources.Attention()];
        var before = GeneratorRun.Of(files, LanguageVersion.CSharp14);
        files[0] = files[0].Replace("get => null!", "get => field", StringComparison.Ordinal);
        var after = before.After(files[0]);

        Assert.Contains("register_module(\"Pooler\", this.Pooler);", after.Text("Library.Attention.g.cs"), StringComparison.Ordinal);
        Assert.Equal(GeneratorRun.Of(files, LanguageVersion.CSharp14).AllText(), after.AllText());
    }

    private static string Numbers(string lambda, int rank) => $"namespace Library {{ public static class Numbers {{ public const double Lambda = {lambda}; public const int Rank = {rank}; }} }}";

    private static string Unrelated(string value) => $"class Unrelated {{ private int field; public Unrelated() {{ field = {value}; }} int Method() {{ return {value}; }} int Property => {value}; }}";
}
