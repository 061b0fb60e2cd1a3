using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Analysis;

/// <summary>ATG00xx: the shape of a tunable class.</summary>
internal static class ShapeDescriptors
{
    public static readonly DiagnosticDescriptor NotPartial = Descriptors.Error("ATG0001", "A class with a generated part is partial",
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

    public static readonly DiagnosticDescriptor NeedsTunableModule = Descriptors.Error("ATG0007", "A declaration stands in a tunable module",
        "[{0}] says nothing on '{1}': '{2}' is not marked. Add [TunableModule] to '{2}', or remove [{0}].");

    public static readonly DiagnosticDescriptor Static = Descriptors.Error("ATG0008", "A tunable module has instances",
        "'{0}' is static, so that there is no model to tune. Remove 'static' and derive it from torch.nn.Module, or remove [TunableModule].");

    public static readonly DiagnosticDescriptor OldLanguage = Descriptors.Error("ATG0009", "Generated code needs C# 12",
        "The generated part of '{0}' is written in C# 12, and this project compiles as C# {1}. Set <LangVersion> to 12 or later.");

    public static readonly DiagnosticDescriptor NeverRegistered = Descriptors.Mistake("ATG0010", "A constructor registers the components",
        "This constructor of '{0}' never calls RegisterComponents(), so that the module has no parameters: nothing is trained, saved or moved. Call it after the last component is assigned.");

    public static readonly DiagnosticDescriptor RegisteredTooEarly = Descriptors.Mistake("ATG0011", "Components are assigned before they are registered",
        "'{0}' is assigned after RegisterComponents(), so that it is not registered: it is never trained, saved or moved. Move the call below the assignment.");

    public static readonly DiagnosticDescriptor NoConstructorBody = Descriptors.Mistake("ATG0012", "A tunable module has a constructor body",
        "'{0}' has components and no constructor body in which RegisterComponents() is called, so that the module has no parameters. Add a constructor that calls it.");
}
