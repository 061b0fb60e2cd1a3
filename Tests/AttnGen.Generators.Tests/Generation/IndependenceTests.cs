using System.Globalization;

namespace AttnGen.Generators.Tests.Generation;

/// <summary>The output depends on the sources alone.</summary>
public sealed class IndependenceTests
{
    private static readonly string[] Files =
    [
        Sources.Attention("[Tune(Matrix.Q, WeightDecay = 0.125), Tune(Matrix.V, LrScale = 4.5)]"),
        Sources.Classifier,
        Sources.Of("private readonly Linear i_query = nn.Linear(4, 4); [Projection(Matrix.Q)] private readonly Linear I = nn.Linear(4, 4); private readonly Linear key = nn.Linear(4, 4), value = nn.Linear(4, 4);", "[Tune(Matrix.Q | Matrix.V), Lora(Alpha = 2.5)]"),
    ];

    [Fact]
    public void OfTheOrderOfTheFiles()
    {
        var expected = GeneratorRun.Of(Files).AllText();

        Assert.Equal(expected, GeneratorRun.Of(Files.Reverse()).AllText());
        Assert.Equal(expected, GeneratorRun.Of([Files[1], Files[2], Files[0]]).AllText());
    }

    [Fact]
    public void OfLineEnds() =>
        Assert.Equal(GeneratorRun.Of(Files).AllText(), GeneratorRun.Of(Files.Select(file => file.Replace("\n", "\r\n", StringComparison.Ordinal))).AllText());

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void OfTheCulture(string name)
    {
        var expected = GeneratorRun.Of(Files).AllText();
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
        try
        {
            Assert.Equal(expected, GeneratorRun.Of(Files).AllText());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
