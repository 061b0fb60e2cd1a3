using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AttnGen.Generators.Tests.Fuzzing;

/// <summary>Runs generator and analyzers over broken sources: neither may throw, each place that is reported is in its text, and the output depends on the sources alone.</summary>
public sealed class GeneratorFuzzer
{
    private readonly SourceMutator mutator;
    private readonly int seed;

    /// <summary>Makes a fuzzer over the models of the tests and of the repository.</summary>
    /// <param name="seed">Decides every mutation.</param>
    public GeneratorFuzzer(int seed)
    {
        this.seed = seed;
        mutator = new SourceMutator(Corpus(), seed);
    }

    /// <summary>Checks one mutant.</summary>
    /// <param name="index">Which.</param>
    /// <returns>What is wrong with the generator or the analyzers, or null.</returns>
    public async Task<string?> Check(int index)
    {
        var (source, _) = mutator.Mutant(index);
        string[] files = [source, Sources.Classifier];
        try
        {
            var run = GeneratorRun.Of(files, LanguageVersion.Preview);
            if (run.Result.Exception is { } thrown)
            {
                return Failure(index, source, $"the generator threw {thrown}");
            }

            foreach (var problem in await run.Analyze())
            {
                if (problem.Id == "AD0001")
                {
                    return Failure(index, source, $"an analyzer threw: {problem.GetMessage(CultureInfo.InvariantCulture)}");
                }

                if (problem.Location.SourceTree is { } tree && problem.Location.SourceSpan.End > tree.Length)
                {
                    return Failure(index, source, $"{problem.Id} is reported at {problem.Location.SourceSpan}, and the text ends at {tree.Length}");
                }
            }

            return run.AllText() == Variant(index, files).AllText() ? null : Failure(index, source, $"the output is another {Variants[index % Variants.Length]}");
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return Failure(index, source, fault.ToString());
        }
    }

    private static readonly string[] Variants = ["with the files in another order", "in Turkish", "with other line ends"];

    private static GeneratorRun Variant(int index, string[] files)
    {
        switch (index % Variants.Length)
        {
            case 0:
                return GeneratorRun.Of(files.Reverse(), LanguageVersion.Preview);
            case 1:
                var culture = CultureInfo.CurrentCulture;
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
                try
                {
                    return GeneratorRun.Of(files, LanguageVersion.Preview);
                }
                finally
                {
                    CultureInfo.CurrentCulture = culture;
                }

            default:
                return GeneratorRun.Of(files.Select(file => file.ReplaceLineEndings("\n").Replace("\n", "\r\n", StringComparison.Ordinal)), LanguageVersion.Preview);
        }
    }

    private string Failure(int index, string source, string what) => $"seed {seed}, mutant {index}: {what}\n--- source\n{source}";

    private static List<string> Corpus()
    {
        var repository = new[] { SourceTree.At("Runtime", "AttnGen.Models", "Bert"), SourceTree.At("Examples", "Embed", "After"), SourceTree.At("Examples", "ImdbSentiment") }
            .SelectMany(directory => Directory.GetFiles(directory, "*.cs")).Order(StringComparer.Ordinal)
            .Select(File.ReadAllText).Where(text => text.Contains("[TunableModule", StringComparison.Ordinal)).Select(text => text.ReplaceLineEndings("\n"));
        return
        [
            Sources.Attention(), Sources.Of(Sources.Triple, "[Tune(Matrix.Q), Tune(Matrix.V, LrScale = 4), Lora(Rank = 1)]"), Sources.Of(Sources.Explicit + " private const int Width = 4; private readonly ModuleList<Linear> list = new(); [Head] private readonly Linear head = nn.Linear(Width, 2);", "[Tune(Matrix.Q)]"),
            Sources.Of(Sources.Triple) + "[TuneStrategy<M>, Lora(Rank = 1), Tune(Matrix.Q)] public static partial class S;", .. repository,
        ];
    }
}
