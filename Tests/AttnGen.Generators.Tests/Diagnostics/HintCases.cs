using static AttnGen.Generators.Tests.Sources;

namespace AttnGen.Generators.Tests.Diagnostics;

/// <summary>ATG04xx.</summary>
internal static class HintCases
{
    public static IEnumerable<DiagnosticCase> All =>
    [
        new("ATG0401", "'M' tunes K beside Q and V. In the paper, tuning Q and V alone is as good or better with fewer parameters: where the three have equal shapes a third fewer, and Theorem 1's bound is 0.82 times as large.",
            Of(Explicit, "[[|Tune(Matrix.Q | Matrix.K)|], Tune(Matrix.V, LrScale = 2)]"), Of(Explicit, "[Tune(Matrix.Q), Tune(Matrix.V, LrScale = 2)]")),
        new("ATG0402", "'M' tunes V at the rate of Q (lambda 1). In the paper a lambda above 1 learns faster; it used 2, 4 and 8.",
            Of(Explicit, "[[|Tune(Matrix.Q | Matrix.V)|]]"), Of(Explicit, "[Tune(Matrix.Q), Tune(Matrix.V, LrScale = 2)]")),
    ];
}
