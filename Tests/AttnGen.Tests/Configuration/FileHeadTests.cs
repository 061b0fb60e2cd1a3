using AttnGen.CompilerServices;
using AttnGen.Tests.Models;
using AttnGen.Tests.Shared;

namespace AttnGen.Tests.Configuration;

/// <summary>A head's numbers are the same whether a file is compiled or read.</summary>
public sealed class FileHeadTests : IDisposable
{
    private readonly OwnDirectory directory = new();

    public static TheoryData<string, string, string> Strategies => new()
    {
        { "RatedSilent", RatedSilent.Value.ToStrategy().Description, "full; V x2; head x3 decay=0" },
        { "RatedFaster", RatedFaster.Value.ToStrategy().Description, "lora rank=2 alpha=8 dropout=0; V x1; head x5 decay=0" },
        { "RatedOwn", RatedOwn.Value.ToStrategy().Description, "full; Q x1; head x5 decay=0.5" },
        { "RatedFrozen", RatedFrozen.Value.ToStrategy().Description, "full; V x1; head frozen" },
        { "RatedAlone", RatedAlone.Value.ToStrategy().Description, "head only; head x3 decay=0" },
    };

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Compiled_and_read_are_the_same(string name, string compiled, string expected)
    {
        Assert.Equal(expected, compiled);
        Assert.Equal(expected, TuneStrategy<ToyNested>.FromFile(SourceTree.At("Tests", "AttnGen.Tests", "Configuration", "rated.attngen.json"), name).Description);
    }

    [Fact]
    public void A_frozen_head_is_not_trained()
    {
        using var model = new ToyNested();
        using var tuning = RatedFrozen.Begin(model);

        Assert.Equal(["value"], tuning.Groups.Select(group => group.Name));
        Assert.DoesNotContain(model.named_parameters(), parameter => parameter.name.Contains("head", StringComparison.Ordinal) && parameter.parameter.requires_grad);
    }

    [Theory]
    [InlineData(typeof(ToyAttention), """{ "tune": { "V": {} }, "head": { "lrScale": 2 } }""", "ATG0506: \"head\" has numbers, and 'ToyAttention' has no head. Remove them, or mark a member of the model with [Head].")]
    [InlineData(typeof(ToyAttention), """{ "head": {} }""", "ATG0506: \"head\" has numbers, and 'ToyAttention' has no head. Remove them, or mark a member of the model with [Head].")]
    [InlineData(typeof(TwoRates), """{ "tune": { "V": {} } }""", "ATG0208: The heads in 'TwoRates' have different numbers, and they are one group. Give them the same LrScale and WeightDecay.")]
    [InlineData(typeof(TwoRates), """{ "freeze": ["head"] }""", "ATG0505: The strategy \"A\" has no \"tune\".")]
    [InlineData(typeof(FileHeadTests), """{ "tune": { "V": {} } }""", "ATG0508: AttnGen.Tests.Configuration.FileHeadTests is no [TunableModule] class. Mark it, name another model, or declare one of another assembly by [assembly: TuneModel<FileHeadTests>].")]
    public void What_the_model_cannot_honour_is_refused(Type model, string strategy, string expected)
    {
        var path = Written(model, strategy);

        Assert.EndsWith(expected, Assert.Throws<StrategyFileException>(() => Read(model, path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(TwoRates), """{ "tune": { "V": {} }, "freeze": ["head"] }""", "full; V x1; head frozen")]
    [InlineData(typeof(ToyAttention), """{ "tune": { "V": {} }, "freeze": ["head"] }""", "full; V x1; head frozen")]
    [InlineData(typeof(ToyOpaque), """{ "tune": { "V": {} }, "head": { "lrScale": 2 } }""", "full; V x1; head x2")]
    public void What_it_can_honour_is_not(Type model, string strategy, string expected) => Assert.Equal(expected, Read(model, Written(model, strategy)).Description);

    public void Dispose() => directory.Dispose();

    private static TuneStrategy Read(Type model, string path) => model.Name switch
    {
        nameof(ToyAttention) => TuneStrategy<ToyAttention>.FromFile(path, "A"),
        nameof(ToyOpaque) => TuneStrategy<ToyOpaque>.FromFile(path, "A"),
        nameof(TwoRates) => TuneStrategy<TwoRates>.FromFile(path, "A"),
        _ => TuneStrategy<FileHeadTests>.FromFile(path, "A"),
    };

    private string Written(Type model, string strategy)
    {
        var path = Path.Combine(directory.Path, "a.attngen.json");
        File.WriteAllText(path, $$"""{ "model": "{{model.FullName!.Replace('+', '.')}}", "strategies": { "A": {{strategy}} } }""");
        return path;
    }

    /// <summary>As a compiler that did not check it would publish it.</summary>
    [TunableModuleMap(1), MapMember("one", MapMemberKind.Layer, Head = true, LrScale = 2), MapMember("other", MapMemberKind.Layer, Head = true)]
    private sealed class TwoRates;
}
