using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Analysis;

/// <summary>ATG04xx: what the paper says of a declaration.</summary>
internal static class HintDescriptors
{
    public static readonly DiagnosticDescriptor KeyTuned = Descriptors.Hint("ATG0401", "The paper freezes K",
        "'{0}' tunes K beside Q and V. In the paper, tuning Q and V alone is as good or better with fewer parameters: where the three have equal shapes a third fewer, and Theorem 1's bound is 0.82 times as large.");

    public static readonly DiagnosticDescriptor LambdaOne = Descriptors.Hint("ATG0402", "The paper gives V a higher rate",
        "'{0}' tunes V at the rate of Q (lambda 1). In the paper a lambda above 1 learns faster; it used 2, 4 and 8.");
}
