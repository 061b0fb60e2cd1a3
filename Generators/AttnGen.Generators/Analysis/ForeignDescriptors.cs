using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Analysis;

/// <summary>ATG06xx: models of other assemblies.</summary>
internal static class ForeignDescriptors
{
    public static readonly DiagnosticDescriptor Tunable = Descriptors.Error("ATG0601", "A tunable model declares itself",
        "'{0}' is a [TunableModule] class and says itself where its projections are. Remove [assembly: TuneModel<{0}>].");

    public static readonly DiagnosticDescriptor DeclaredTwice = Descriptors.Error("ATG0602", "A model of another assembly is declared once",
        "{0} is there twice. Keep one of them, with all that is to be said.");

    public static readonly DiagnosticDescriptor NoPath = Descriptors.Error("ATG0603", "A path is names between dots",
        "{0}: {1}");

    public static readonly DiagnosticDescriptor NoMember = Descriptors.Error("ATG0604", "A projection is a member that can be read",
        "{0}: '{1}' has no Linear '{2}' that this assembly can read. {3}.");

    public static readonly DiagnosticDescriptor NoModel = Descriptors.Error("ATG0605", "An attention layer is in a declared model",
        "'{0}' is not declared, so that nothing reads what is said of '{1}' in it. Add [assembly: TuneModel<{0}>], or name the model that is declared.");

    public static readonly DiagnosticDescriptor Nothing = Descriptors.Error("ATG0606", "A declared model has a projection or a head",
        "TuneModel<{0}> says of nothing where it is, so that no strategy could train anything. Say Query, Key, Value or Head, or add [assembly: TuneAttention<{0}, ...>].");

    public static readonly DiagnosticDescriptor Generic = Descriptors.Error("ATG0607", "A declared model has no type parameters",
        "'{0}' has type parameters, or is in a class that has. Derive a class without, and declare that.");

    public static readonly DiagnosticDescriptor FileLocal = Descriptors.Error("ATG0608", "A declared model is visible to generated code",
        "'{0}' is file-local, and generated code stands in another file. Remove 'file' from its declaration.");

    public static ImmutableArray<DiagnosticDescriptor> All { get; } = [Tunable, DeclaredTwice, NoPath, NoMember, NoModel, Nothing, Generic, FileLocal];
}
