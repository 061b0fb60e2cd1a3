using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Analysis;

/// <summary>ATG02xx: what is tuned, and how.</summary>
internal static class StrategyDescriptors
{
    public static readonly DiagnosticDescriptor NoTarget = Descriptors.Error("ATG0201", "A tuned projection exists",
        "{0} is tuned, and nothing in '{1}' is that projection. Its projections are: {2}. Mark the Linear with [Projection(Matrix.{0})], or remove the declaration.");

    public static readonly DiagnosticDescriptor TunedAndFrozen = Descriptors.Error("ATG0202", "A projection is tuned or frozen",
        "{0} is tuned and frozen on '{1}'. Remove one of the two declarations.");

    public static readonly DiagnosticDescriptor TunedTwice = Descriptors.Error("ATG0203", "A projection is tuned once",
        "{0} is tuned twice on '{1}'. Keep one declaration, with one set of numbers.");

    public static readonly DiagnosticDescriptor OutOfRange = Descriptors.Error("ATG0204", "A number is in range",
        "{0}: {1}");

    public static readonly DiagnosticDescriptor NoMatrix = Descriptors.Error("ATG0205", "A declaration names projections",
        "{0} on a class says '{1}', which names no projection. Say Matrix.Q, Matrix.K, Matrix.V or a combination.");

    public static readonly DiagnosticDescriptor Differs = Descriptors.Error("ATG0206", "A role has one set of numbers",
        "The modules in '{1}' declare {0} differently. Declare it on '{1}', where it counts for all of them.");

    public static readonly DiagnosticDescriptor MethodsDiffer = Descriptors.Error("ATG0207", "A model is tuned by one method",
        "The modules in '{0}' are tuned by {1}. Declare the method on '{0}', where it counts for all of them.");

    public static readonly DiagnosticDescriptor HeadsDiffer = Descriptors.Error("ATG0208", "Heads have one set of numbers",
        "The heads in '{0}' have different numbers, and they are one group. Give them the same LrScale and WeightDecay.");
}
