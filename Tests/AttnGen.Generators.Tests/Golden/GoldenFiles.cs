using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace AttnGen.Generators.Tests.Golden;

/// <summary>
/// Compares generated files with the ones that a person has read and accepted: <c>Snapshots/&lt;Test&gt;.&lt;hint&gt;.verified.cs</c>. The set of files must be
/// the same too. <c>ATTNGEN_ACCEPT_GOLDEN=1 dotnet test</c> writes them anew, to be read in the diff; with <c>CI</c> set that is refused.
/// </summary>
internal static class GoldenFiles
{
    private const string Accept = "ATTNGEN_ACCEPT_GOLDEN";
    private const string Extension = ".verified.cs";

    public static void Verify(GeneratorRun run, [CallerMemberName] string test = "")
    {
        var generated = run.Result.GeneratedSources.ToDictionary(
            file => $"{test}.{Path.GetFileNameWithoutExtension(file.HintName)}{Extension}", file => file.SourceText.ToString(), StringComparer.Ordinal);
        Verify(SourceTree.At("Tests", "AttnGen.Generators.Tests", "Snapshots"), test, generated, Environment.GetEnvironmentVariable);
    }

    /// <summary>Compares one file that is no source code, such as an index.</summary>
    public static void VerifyFile(string path, string text)
    {
        if (Environment.GetEnvironmentVariable(Accept) == "1" && Environment.GetEnvironmentVariable("CI") is not { Length: > 0 })
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(text, Read(path));
    }

    internal static void Verify(string directory, string test, IReadOnlyDictionary<string, string> generated, Func<string, string?> environment)
    {
        var accepted = Directory.Exists(directory)
            ? Directory.GetFiles(directory, $"{test}.*{Extension}").ToDictionary(file => Path.GetFileName(file), Read, StringComparer.Ordinal)
            : [];
        var difference = Difference(accepted, generated);
        if (difference is null)
        {
            return;
        }

        if (environment(Accept) != "1")
        {
            throw new XunitException($"{difference}\nRead the difference; if it is right, run the test with {Accept}=1 and commit the file.");
        }

        if (environment("CI") is { Length: > 0 })
        {
            throw new XunitException($"{Accept} is refused in CI: a person accepts a golden file. {difference}");
        }

        Directory.CreateDirectory(directory);
        foreach (var file in accepted.Keys.Except(generated.Keys))
        {
            File.Delete(Path.Combine(directory, file));
        }

        foreach (var (file, text) in generated)
        {
            File.WriteAllText(Path.Combine(directory, file), text);
        }
    }

    private static string? Difference(Dictionary<string, string> accepted, IReadOnlyDictionary<string, string> generated)
    {
        foreach (var file in accepted.Keys.Except(generated.Keys).Order(StringComparer.Ordinal))
        {
            return $"{file} was accepted, and is generated no more.";
        }

        foreach (var (file, text) in generated.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!accepted.TryGetValue(file, out var before))
            {
                return $"{file} is generated, and was never accepted. It begins:\n{string.Join('\n', text.Split('\n').Take(20))}";
            }

            var (was, now) = (before.Split('\n'), text.Split('\n'));
            var line = was.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
            if (line < Math.Max(was.Length, now.Length))
            {
                return $"{file}, line {line + 1}\naccepted:  {was.ElementAtOrDefault(line) ?? "(the end)"}\ngenerated: {now.ElementAtOrDefault(line) ?? "(the end)"}";
            }
        }

        return null;
    }

    /// <summary>A checkout on Windows may have other line ends; what is generated has '\n' everywhere.</summary>
    private static string Read(string file) => File.ReadAllText(file).ReplaceLineEndings("\n");
}
