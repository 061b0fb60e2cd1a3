using AttnGen.Tests.Models;
using AttnGen.Tests.Shared;

namespace AttnGen.Tests.Configuration;

public sealed class StrategyDocumentTests
{
    private static readonly string File = SourceTree.At("Tests", "AttnGen.Tests", "Configuration", "origins.attngen.json");

    [Fact]
    public void Tells_what_is_in_a_file()
    {
        var document = StrategyDocument.Parse("""{ "model": "AttnGen.Tests.Models.ToyClassifier", "use": "B", "strategies": { "A": { "tune": { "V": {} } }, "B": { "head": {} } } }""", "a.json");

        Assert.Equal(("AttnGen.Tests.Models.ToyClassifier", "B"), (document.Model, document.Use));
        Assert.Equal(["A", "B"], document.Strategies);
        Assert.Equal("head only; head x1", document.Strategy<ToyClassifier>("B").Description);
        Assert.Equal("'a.json' declares no strategy 'a'. It declares A, B.", Assert.Throws<StrategyFileException>(() => document.Options("a")).Message);
    }

    /// <summary>Flattened and read again, a file is the same, and its origins are.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("My:Section")]
    public void Keys_and_values_say_what_the_file_says(string section)
    {
        var file = StrategyDocument.Load(File);
        var flat = file.ToKeyValues().ToDictionary(found => section.Length == 0 ? found.Key : $"{section}:{found.Key}", StringComparer.OrdinalIgnoreCase);
        var values = flat.Select(found => KeyValuePair.Create(found.Key.ToUpperInvariant(), found.Value.Value)).Append(new(section + "Other:model", "5"));
        var read = section.Length == 0 ? StrategyDocument.FromKeyValues(values.SkipLast(1), originOf: key => flat[key].Origin) : StrategyDocument.FromKeyValues(values, section, key => flat[key].Origin);

        Assert.Equal(file.Strategy<ToyClassifier>("LineByLine"), read.Strategy<ToyClassifier>("linebyline"));
        Assert.Equal(file.Options("LineByLine"), read.Options("LineByLine"));
        Assert.Equal(Explained(file), Explained(read));
    }

    [Fact]
    public void What_is_wrong_is_at_its_key()
    {
        var deep = string.Join(':', Enumerable.Repeat("a", 20_000));
        var refusal = Assert.Throws<StrategyFileException>(() => StrategyDocument.FromKeyValues([new("strategies:A:tune:V:1:lrScale", "2"), new("strategies:A:tune:V:0:layers", "x"), new(deep, "")]));

        Assert.Equal(4, refusal.Problems.Count);
        Assert.Contains(refusal.Problems, problem => problem.EndsWith(": ATG0501: The keys are nested more than 64 deep.", StringComparison.Ordinal));
        Assert.Contains("a: ATG0502: A strategy file has no key \"a\". The keys are $schema, model, namespace, strategies, use.", refusal.Problems);
        Assert.Contains(refusal.Problems, problem => problem.StartsWith("strategies:A:tune:V:0:layers: ATG0504: Layers is \"x\"", StringComparison.Ordinal));
        Assert.Contains(refusal.Problems, problem => problem.EndsWith(": ATG0505: A strategy file has no \"model\".", StringComparison.Ordinal));
    }

    private static string Explained(StrategyDocument document)
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(document.Strategy<ToyClassifier>("LineByLine"), document.Options("LineByLine"));
        return tuning.Explain();
    }
}
