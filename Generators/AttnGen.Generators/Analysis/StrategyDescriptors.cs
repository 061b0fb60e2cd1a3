using AttnGen.StrategyFiles;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Analysis;

/// <summary>ATG02xx: what is tuned, and how.</summary>
internal static class StrategyDescriptors
{
    public static readonly DiagnosticDescriptor NoTarget = Descriptors.Error("ATG0201", "A tuned projection exists",
        "{0} is tuned, and nothing in '{1}' is that projection. Its projections are: {2}. {3}, or remove the declaration.");

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

    public static readonly DiagnosticDescriptor HeadsDiffer = Descriptors.Error(HeadRules.DifferId, "Heads have one set of numbers", HeadRules.Differ);

    public static readonly DiagnosticDescriptor NothingTrained = Descriptors.Warning("ATG0209", "A strategy trains something",
        "'{0}' declares {1}, and {2}. Add [Tune(...)] for a projection{3}, or remove the declaration.");

    public static readonly DiagnosticDescriptor UntrainedHead = Descriptors.Warning("ATG0210", "A member named like a head is marked",
        "'{0}' is a head by its name, and nothing trains it: it keeps the values that it is made with. Mark it with [Head], or with [Freeze] if it is meant to stay.");

    public static readonly DiagnosticDescriptor HeadOnly = Descriptors.Information("ATG0211", "Projections are tuned",
        "'{0}' trains its head only, although it has the projections {1}. Add [Tune(...)] if that is not meant.");

    public static readonly DiagnosticDescriptor HighLambda = Descriptors.Warning("ATG0212", "Full tuning of V keeps a low rate",
        "V is tuned in full at {0} times the base rate on '{1}'. In the paper's Table 2 that collapsed (MNLI, 35 %). Use [Lora] or [Dora], or an LrScale below 4.");

    public static readonly DiagnosticDescriptor RankTooLarge = Descriptors.Error("ATG0213", "A rank fits the matrix",
        "The rank on '{0}' is {1}, and {2} is [{3}, {4}]. A rank is at most the smaller side, {5}.");

    public static readonly DiagnosticDescriptor RankTrainsMore = Descriptors.Warning("ATG0214", "An adapter is smaller than its matrix",
        "At rank {1} the adapter of {2} on '{0}' trains {3} numbers, and the matrix has {4}. Lower the rank, or tune the matrix itself.");

    public static readonly DiagnosticDescriptor PaperGroups = Descriptors.Error(GroupingRules.Id, "The paper's groups are three",
        "'{0}': {1}");

    public static readonly DiagnosticDescriptor MethodTwice = Descriptors.Error("ATG0216", "A class declares one method",
        "'{0}' is tuned by {1} and by {2}. Remove one of the two declarations.");

    public static readonly DiagnosticDescriptor StrategyTypeShape = Descriptors.Error("ATG0220", "A strategy type is a static class",
        "'{0}' declares a strategy, and is not a static class without type parameters. Declare it as 'public static partial class {0};'.");

    public static readonly DiagnosticDescriptor StrategyOfNoModel = Descriptors.Error("ATG0221", "A strategy is for a tunable model",
        "'{0}' declares a strategy for '{1}', which is no [TunableModule] class. Mark '{1}', name another model, or declare one of another assembly by [assembly: TuneModel<{1}>].");

    public static readonly DiagnosticDescriptor TrainsNothing = Descriptors.Error("ATG0222", "A strategy type trains something",
        "'{0}' tunes no projection, and '{1}' has no head: there is nothing to train. Add [Tune(...)] for a projection.");

    public static readonly DiagnosticDescriptor MoreVisible = Descriptors.Error("ATG0223", "A strategy type is as visible as its model at most",
        "'{0}' can be named where its model '{1}' cannot, and its members speak of the model. Make '{1}' internal or public, or '{0}' private beside it.");
}
