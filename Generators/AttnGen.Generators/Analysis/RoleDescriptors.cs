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
        "'{0}' has no projection for {1}. Mark the Linear that is one with [Projection].");

    public static readonly DiagnosticDescriptor NotOneRole = Descriptors.Error("ATG0104", "A projection has one role",
        "'{0}' is marked as {1}. A Linear is one of Q, K and V; a fused projection is not supported yet, split it into three.");

    public static readonly DiagnosticDescriptor BadName = Descriptors.Error("ATG0105", "A registered name is unique and has no dot",
        "'{0}' would be registered as '{1}'. A registered name is not empty, has no dot, and no other member of the class or its bases has it.");

    public static readonly DiagnosticDescriptor NotSettable = Descriptors.Error("ATG0106", "A property that holds a parameter can be set",
        "'{0}' has no setter, and to(...) replaces parameters and buffers. Give it one ('private set' is enough), or make it a field.");

    public static readonly DiagnosticDescriptor NotAComponent = Descriptors.Error("ATG0107", "A mark stands on a component",
        "'{0}' is no module or parameter that an instance holds, so that the mark says nothing. Put it on a field or an automatic property.");

    public static readonly DiagnosticDescriptor HeadAndFrozen = Descriptors.Error("ATG0108", "A head is trained",
        "'{0}' is marked with [Head] and with [Freeze]. Remove one of the two.");
}
