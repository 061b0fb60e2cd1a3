using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Analysis;

/// <summary>ATG01xx: members and their roles.</summary>
internal static class RoleDescriptors
{
    public static readonly DiagnosticDescriptor NotLinear = Descriptors.Error("ATG0101", "A projection is a Linear",
        "'{0}' is marked as the projection {1}, and its type is {2}. A projection is a TorchSharp.Modules.Linear.");

    public static readonly DiagnosticDescriptor RoleTwice = Descriptors.Error("ATG0102", "A role has one member",
        "'{0}' and '{1}' are both marked as the projection {2}. A class has one of each; put the other in a class of its own.");

    public static readonly DiagnosticDescriptor RolesIncomplete = Descriptors.Error("ATG0103", "An attention layer has a query, a key and a value",
        "'{0}' has no projection for {1}. {2} Mark the one that is with [Projection].");

    public static readonly DiagnosticDescriptor NotOneRole = Descriptors.Error("ATG0104", "A projection has one role",
        "'{0}' is marked as {1}. A Linear is one of Q, K and V; a fused projection is not supported yet, split it into three.");

    public static readonly DiagnosticDescriptor BadName = Descriptors.Error("ATG0105", "A registered name is unique and has no dot",
        "'{0}' would be registered as '{1}'. A registered name is not empty, has no dot, and no other member of the class or its bases has it.");

    public static readonly DiagnosticDescriptor NotSettable = Descriptors.Error("ATG0106", "A property that holds a parameter can be set",
        "'{0}' has no setter{1}, and to(...) replaces parameters and buffers. Give it one ('{2}' is enough), or make it a field.");

    public static readonly DiagnosticDescriptor NotAComponent = Descriptors.Error("ATG0107", "A mark stands on a component",
        "'{0}' is no module or parameter that an instance holds, so that the mark says nothing. Put it on a field or an automatic property.");

    public static readonly DiagnosticDescriptor HeadAndFrozen = Descriptors.Error("ATG0108", "A member is a head or frozen",
        "'{0}' is marked with [Head] and with [Freeze]. Remove one of the two.");

    public static readonly DiagnosticDescriptor Ambiguous = Descriptors.Error("ATG0109", "A name says which projection a member is",
        "'{0}' and '{1}' are both {2} by their names. Mark the one that is with [Projection(Matrix.{2})].");

    public static readonly DiagnosticDescriptor OtherType = Descriptors.Warning("ATG0110", "A projection by name is a Linear",
        "'{0}' is {1} by its name, and its type is {2}, so that the class has no roles. Make it a Linear, or rename it.");

    public static readonly DiagnosticDescriptor ByConvention = Descriptors.Information("ATG0111", "A projection is recognized by its name",
        "'{0}' is the projection {1} by its name alone; a rename would end that. [Projection(Matrix.{1})] says it for good.");

    public static readonly DiagnosticDescriptor Fused = Descriptors.Warning("ATG0112", "Query, key and value are separate",
        "'{0}' holds query, key and value in one matrix by its name, and has no role: no strategy reaches it. Split it into three Linears.");

    public static readonly DiagnosticDescriptor NativeAttention = Descriptors.Warning("ATG0113", "Attention is written with Linears",
        "'{0}' is a {1}, which keeps its projections in native code, where none can be tuned alone. Write the attention with three Linears, or freeze it as a whole with [Freeze].");

    public static readonly DiagnosticDescriptor Opaque = Descriptors.Warning("ATG0114", "A member's type says what is in it",
        "'{0}' is a {1}, which does not say what parameters are in it; a session refuses those that it cannot explain. Use a [TunableModule] class or a ModuleList of one, or mark the member with [Freeze] or [Head].");

    public static readonly DiagnosticDescriptor PartFrozen = Descriptors.Error("ATG0115", "A member is frozen as a whole",
        "[Freeze] on '{0}' freezes the whole member, and says '{1}', which nothing reads there. Remove the argument if the whole is meant, or declare [Freeze(...)] on a class.");
}
