using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Analysis;

/// <summary>ATG00xx: the shape of a tunable class.</summary>
internal static class ShapeDescriptors
{
    public static readonly DiagnosticDescriptor NotPartial = Descriptors.Error("ATG0001", "A tunable module is partial",
        "'{0}' is not partial, so that nothing can be generated for it. Add 'partial' to its declaration.");

    public static readonly DiagnosticDescriptor ContainerNotPartial = Descriptors.Error("ATG0002", "What contains a tunable module is partial",
        "'{0}' is nested in '{1}', which is not partial. Add 'partial' to the declaration of '{1}'.");

    public static readonly DiagnosticDescriptor NotAModule = Descriptors.Error("ATG0003", "A tunable module is a module",
        "'{0}' does not derive from torch.nn.Module. Derive it from Module<Tensor, Tensor> or the like, or remove [TunableModule].");

    public static readonly DiagnosticDescriptor FileLocal = Descriptors.Error("ATG0004", "A tunable module is visible to generated code",
        "'{0}' is file-local, and generated code stands in another file. Remove 'file' from its declaration.");

    public static readonly DiagnosticDescriptor Collision = Descriptors.Error("ATG0005", "A member collides with a generated one",
        "'{0}' is a member that the generated part of '{1}' has too. Rename it, or remove it if it does what the generated one does.");

    public static readonly DiagnosticDescriptor NotTunable = Descriptors.Error("ATG0006", "The classes between tunable modules are tunable",
        "'{0}' has components and is not marked, although '{1}' is. Mark '{0}' with [TunableModule] too, or sessions cannot explain its parameters.");
}
