using AttnGen;

namespace PaperReproduction.Report;

/// <summary>Something that the paper says, as a difference between two strategies.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Better">The strategy that should be better.</param>
/// <param name="Than">The other one.</param>
internal sealed record Claim(string Text, PaperStrategy Better, PaperStrategy Than)
{
    private const Matrix QueryValue = Matrix.Q | Matrix.V;
    private const Matrix Every = Matrix.Q | Matrix.K | Matrix.V;

    public static IReadOnlyList<Claim> All { get; } =
    [
        new("Tuning V is better than tuning K", Lora(Matrix.V), Lora(Matrix.K)),
        new("Tuning Q and V is better than tuning all three, both at lambda 1 (the paper: comparable or better)", Lora(QueryValue), Lora(Every)),
        new("Tuning Q and V is better than tuning all three, both at lambda 4 (the paper: comparable or better)", Lora(QueryValue, 4), Lora(Every, 4)),
        new("On Q and V, lambda 2 is better than a tuned lambda 1", Lora(QueryValue, 2), Lora(QueryValue)),
        new("On Q and V, lambda 4 is better than a tuned lambda 1", Lora(QueryValue, 4), Lora(QueryValue)),
        new("On Q and V, lambda 8 is better than a tuned lambda 1", Lora(QueryValue, 8), Lora(QueryValue)),
        new("On all three, lambda 4 is better than a tuned lambda 1", Lora(Every, 4), Lora(Every)),
        new("The whole recipe, Q and V at lambda 4, is better than all three at lambda 1", Lora(QueryValue, 4), Lora(Every)),
        new("Full tuning of Q and V at lambda 1 is better than at lambda 8, each at its own rate", Full(1), Full(8)),
        new("DoRA on Q and V at lambda 4 is better than LoRA", new PaperStrategy(QueryValue, PaperSettings.Dora(8), 4), Lora(QueryValue, 4)),
    ];

    private static PaperStrategy Lora(Matrix targets, double lambda = 1) => new(targets, PaperSettings.Lora(8), lambda);

    private static PaperStrategy Full(double lambda) => new(QueryValue, new FullTuning(), lambda);
}
