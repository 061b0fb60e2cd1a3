using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Analysis;

/// <summary>ATG03xx: what TorchSharp accepts silently.</summary>
internal static class TrapDescriptors
{
    public static readonly DiagnosticDescriptor Collection = Descriptors.Mistake("ATG0301", "Modules stand in a ModuleList",
        "'{0}' is a {1}, and TorchSharp registers no {2} in it: none is trained, saved or moved. Use a {3}.");

    public static readonly DiagnosticDescriptor TensorWeight = Descriptors.Warning("ATG0302", "A weight is a Parameter",
        "'{0}' is a weight by its name and a Tensor by its type: TorchSharp makes it a buffer, which is never trained. Make it a Parameter, or rename it.");

    public static readonly DiagnosticDescriptor RawProjection = Descriptors.Mistake("ATG0303", "Projections go through Project",
        "'{0}' is the projection {1}, and is used without Project: an adapter on it would have no effect. Take {1} from Project(...).");

    public static readonly DiagnosticDescriptor OptimizerOverAll = Descriptors.Warning("ATG0304", "The session updates a tunable model",
        "The optimizer gets all parameters of a '{0}': what is frozen and what has a rate of its own is lost. Use BeginTuning and Step, or the parameters of the session's groups.");

    public static readonly DiagnosticDescriptor ScheduleFlattens = Descriptors.Warning("ATG0305", "A schedule keeps lambda",
        "{0} sets absolute rates on an optimizer of several groups, so that the ratio of their rates (lambda) is lost. Use a factor (LambdaLR), or the session's Schedule.");

    public static readonly DiagnosticDescriptor MovedInSession = Descriptors.Mistake("ATG0306", "A model moves before its session",
        "'{0}' is moved by {1}(...) after its session began, which replaces the parameters that the session trains. Move it before BeginTuning.");

    public static readonly DiagnosticDescriptor Tied = Descriptors.Warning("ATG0307", "A parameter has one place",
        "'{0}' gets the parameter of '{1}': one set of numbers under two paths, and Linear's setter disposes the old one. Sessions refuse to train it. Call one module in both places instead.");

    public static readonly DiagnosticDescriptor Captured = Descriptors.Mistake("ATG0308", "A module stands in a field",
        "The constructor's parameter '{0}' is used as a member, where TorchSharp does not find it: it is not registered, trained, saved or moved. Assign it to a field.");

    public static readonly DiagnosticDescriptor RawProduct = Descriptors.Information("ATG0309", "A layer's product goes through Apply",
        "'{0}' multiplies by libtorch's own choice of kernel. Apply({0}, ...) computes the same by the fastest one of the machine while '{0}' is not trained, and in any precision.");
}
