using AttnGen;

namespace PaperReproduction.Report;

/// <summary>Something that can be said of two strategies.</summary>
/// <param name="Text">What is said.</param>
/// <param name="Better">The strategy that should be better.</param>
/// <param name="Than">The other one.</param>
/// <param name="Margin">By how much the former may be worse: above zero where it should be comparable, or better.</param>
/// <param name="Measure">By what they are compared.</param>
internal sealed record Claim(string Text, PaperStrategy Better, PaperStrategy Than, double Margin = 0, ClaimMeasure Measure = ClaimMeasure.End)
{
    private const Matrix QueryValue = Matrix.Q | Matrix.V;
    private const Matrix Every = Matrix.Q | Matrix.K | Matrix.V;

    /// <summary>What is comparable, as the paper does not say it: a point.</summary>
    private const double Comparable = 0.01;

    private static readonly double[] High = [2, 4, 8];

    /// <summary>What the paper says. It has no row of Q and V with lambda 1, so that its comparisons of lambdas are here against a strategy that it did not run.</summary>
    public static IReadOnlyList<Claim> OfPaper { get; } =
    [
        new("Tuning V is better than tuning K", Lora(Matrix.V), Lora(Matrix.K)),
        new("Tuning Q and V is comparable to tuning all three (at most one point worse) or better, both at lambda 1", Lora(QueryValue), Lora(Every), Comparable),
        new("Tuning Q and V is comparable to tuning all three (at most one point worse) or better, both at lambda 4", Lora(QueryValue, 4), Lora(Every, 4), Comparable),
        .. High.Select(lambda => new Claim($"LoRA on Q and V with lambda {lambda} ends better than with a tuned lambda 1", Lora(QueryValue, lambda), Lora(QueryValue))),
        .. High.Select(lambda => new Claim($"LoRA on Q and V with lambda {lambda} is ahead of a tuned lambda 1 on average over the run", Lora(QueryValue, lambda), Lora(QueryValue), Measure: ClaimMeasure.Course)),
        new("The whole recipe, Q and V at lambda 4, ends better than all three at lambda 1", Lora(QueryValue, 4), Lora(Every)),
        new("The whole recipe, Q and V at lambda 4, is ahead of all three at lambda 1 on average over the run", Lora(QueryValue, 4), Lora(Every), Measure: ClaimMeasure.Course),
    ];

    /// <summary>What its readers asked, or could.</summary>
    public static IReadOnlyList<Claim> Asked { get; } =
    [
        new("Tuning V alone is better than tuning Q and K", Lora(Matrix.V), Lora(Matrix.Q | Matrix.K)),
        new("Freezing K is better than freezing Q, both at lambda 1", Lora(QueryValue), Lora(Matrix.K | Matrix.V)),
        new("On all three, LoRA with lambda 4 ends better than with a tuned lambda 1", Lora(Every, 4), Lora(Every)),
        .. High.Select(lambda => new Claim($"DoRA on Q and V with lambda {lambda} ends better than with a tuned lambda 1", Dora(lambda), Dora(1))),
        .. High.Select(lambda => new Claim($"Full tuning of Q and V with lambda {lambda} ends better than with a tuned lambda 1", Full(lambda), Full(1))),
        new("DoRA on Q and V at lambda 4 is better than LoRA", Dora(4), Lora(QueryValue, 4)),
    ];

    private static PaperStrategy Lora(Matrix targets, double lambda = 1) => new(targets, PaperSettings.Lora(8), lambda);

    private static PaperStrategy Dora(double lambda) => new(QueryValue, PaperSettings.Dora(8), lambda);

    private static PaperStrategy Full(double lambda) => new(QueryValue, new FullTuning(), lambda);
}
