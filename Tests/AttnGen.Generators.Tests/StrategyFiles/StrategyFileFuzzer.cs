using System.Globalization;
using System.Text;
using AttnGen.StrategyFiles;

namespace AttnGen.Generators.Tests.StrategyFiles;

/// <summary>Reads broken strategy files as the compiler does and as a program does: nothing throws, each place is in the text, and both say the same of each.</summary>
public sealed class StrategyFileFuzzer
{
    private const int MostEdits = 4;

    /// <summary>Every so many mutants go through the generator and the analyzer too.</summary>
    private const int Whole = 20;

    /// <summary>A right file with every key.</summary>
    private const string Right = """
        {
          "model": "Application.Classifier",
          "use": "QvLambda8",
          "strategies": {
            "QvLambda8": {
              "lora": { "rank": 1, "alpha": 4, "dropout": 0.05 }, // small
              "tune": { "Q": {}, "V": [ { "layers": "0-2", "lrScale": 8 }, { "layers": "last:1", "weightDecay": 0.01 } ], },
              "head": { "lrScale": 2, "weightDecay": 0 },
              "freeze": ["K"],
              "grouping": "strict",
              "options": { "learningRate": 2e-4, "maxGradientNorm": null, "seed": 7, "schedule": { "kind": "linear", "total": 100, "warmUp": 10 } }
            }
          },
          "sweep": { "tasks": ["SST-2", "RTE"], "strategies": ["QvLambda8"], "learningRates": [1e-4, 3e-4], "lambdas": [1, 4], "ranks": [1, 2], "seeds": [1, 2] }
        }
        """;

    private static readonly string[] Corpus = [.. FileCases.All.Select(found => found.Text), Right];

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "\\ud800", "\\udc00", "\ud800", "\uFEFF", "\r\n", "\r", "\0", "//", "/*", "*/", "null", "true", "1e999", "-1e999", "-", "0", "01", "1.", ".5", "1e",
        "9007199254740993", "NaN", "\"V\"", "\"tune\"", "\"layers\"", "\"last:2\"", "\"head\"", "\"head\": {},", "\"model\": \"M\",", "\"sweep\": {", "\"ranks\": [3],", "é", "😀", new string('[', 10_000), new string('{', 200), string.Concat(Enumerable.Repeat("{\"a\":", 10_000)), "\u2028", "\u0085",
    ];

    private readonly int seed;

    /// <summary>Makes a fuzzer.</summary>
    /// <param name="seed">Decides every mutation.</param>
    public StrategyFileFuzzer(int seed) => this.seed = seed;

    /// <summary>Checks one mutant.</summary>
    /// <param name="index">Which.</param>
    /// <returns>What is wrong with the readers, or null.</returns>
    public async Task<string?> Check(int index)
    {
        var text = Mutant(index);
        try
        {
            var compiled = StrategyFileReader.Read(text);
            if (compiled.Problems.FirstOrDefault(problem => problem.Range.Start < 0 || problem.Range.Length < 0 || problem.Range.End > text.Length) is { } outside)
            {
                return Failure(index, text, $"{outside.Id} is reported at {outside.Range}, and the text ends at {text.Length}");
            }

            var (expected, read) = (Compiled(text, compiled), AtRunTime(text));
            if (!expected.SequenceEqual(read))
            {
                return Failure(index, text, $"the compiler says\n{string.Join("\n", expected)}\nand the program\n{string.Join("\n", read)}");
            }

            return index % Whole == 0 ? await ThroughTheGenerator(index, text) : null;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return Failure(index, text, fault.ToString());
        }
    }

    private async Task<string?> ThroughTheGenerator(int index, string text)
    {
        var run = GeneratorRun.Of([Sources.Attention(), Sources.Classifier]).WithFiles(("mutant.attngen.json", text)).WithoutAnalyzers();
        if (run.Result.Exception is { } thrown)
        {
            return Failure(index, text, $"the generator threw {thrown}");
        }

        // What it writes for a broken file is refused by what it says, and is no broken code.
        var broken = run.CompilerProblems.FirstOrDefault(problem => problem.Id is not ("CS1029" or "CS0619") && problem.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);
        var analyzed = (await run.AnalyzeFiles()).FirstOrDefault(problem => problem.Id == "AD0001");
        return broken is null && analyzed is null ? null : Failure(index, text, $"{broken}{analyzed}");
    }

    private static List<string> Compiled(string text, StrategyFileText compiled)
    {
        var lines = new LineMap(text);
        return [.. compiled.Problems.Select(problem => (Problem: problem, At: lines.Of(problem.Range.Start)))
            .Select(found => string.Create(CultureInfo.InvariantCulture, $"({found.At.Line + 1},{found.At.Column + 1}): {found.Problem.Id}: {found.Problem.Message}"))];
    }

    private static List<string> AtRunTime(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
            TuningOptions.FromFile(path, "QvLambda8");
            return [];
        }
        catch (StrategyFileException refused)
        {
            // Without a list it is the name alone that is not there.
            return [.. refused.Problems.Select(problem => problem[path.Length..])];
        }
        finally
        {
            File.Delete(path);
        }
    }

    private string Mutant(int index)
    {
        var random = new Random(unchecked((seed * 1_000_003) + index));
        var text = new StringBuilder(Corpus[random.Next(Corpus.Length)]);
        for (var edit = random.Next(1, MostEdits + 1); edit > 0 && text.Length > 0; edit--)
        {
            var (at, length) = (random.Next(text.Length), random.Next(1, 12));
            switch (random.Next(4))
            {
                case 0:
                    text.Remove(at, Math.Min(length, text.Length - at));
                    break;
                case 1:
                    text.Insert(at, text.ToString(at, Math.Min(length, text.Length - at)));
                    break;
                case 2:
                    text[at] = (char)random.Next(1, 128);
                    break;
                default:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }

        // As a file holds it: half a surrogate is no character in UTF-8. Programs and compilers take a byte-order mark away.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString())).TrimStart('\uFEFF');
    }

    private string Failure(int index, string text, string what) => $"seed {seed}, mutant {index}: {what}\n--- file\n{(text.Length > 4_000 ? text[..4_000] : text)}";
}
