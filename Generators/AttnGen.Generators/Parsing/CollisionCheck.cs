using System;
using System.Collections.Generic;
using System.Linq;
using AttnGen.Generators.Analysis;
using AttnGen.Generators.Emission;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>Whether the class declares a member that the generated part has too.</summary>
internal static class CollisionCheck
{
    public static bool Passes(INamedTypeSymbol type, bool projects, bool moves, bool tunes, Action<Problem> report)
    {
        var collisions = type.GetMembers().Where(member => !member.IsImplicitlyDeclared && !IsGenerated(member) && Collides(member, projects, moves, tunes)).ToList();
        // A member cannot have its class's name either.
        if (type.Name is "Describe" or "RegisterComponents" || (projects && type.Name == "Project") || (tunes && type.Name is "BeginTuning" or "DefaultStrategy" or "ModelGroups"))
        {
            collisions.Add(type);
        }

        collisions.ForEach(member => report(new Problem(ShapeDescriptors.Collision, member.Place(), [member.Name, type.Name])));
        return collisions.Count == 0;
    }

    /// <summary>The analyzer sees the class with its generated part.</summary>
    internal static bool IsGenerated(ISymbol member) =>
        member.FindAttribute("System.CodeDom.Compiler.GeneratedCodeAttribute") is { ConstructorArguments: [{ Value: ModuleEmitter.ToolName }, _] };

    private static bool Collides(ISymbol member, bool projects, bool moves, bool tunes) => member.Name switch
    {
        "RegisterComponents" => IsMethod(member, 0),
        "Describe" => IsMethod(member, 1, "AttnGen.CompilerServices.ModuleMap"),
        "_toEpilog" => moves && IsMethod(member, 3),
        "Project" => projects && (IsMethod(member, 1, Names.Tensor) || IsMethod(member, 2, Names.Tensor)),
        "BeginTuning" => tunes && IsMethod(member, 1, "AttnGen.TuningOptions"),
        "DefaultStrategy" or "ModelGroups" => tunes,
        _ => projects && MatrixNames.InOrder.Any(role => role.Slot() == member.Name),
    };

    /// <summary>A method of the same signature, or anything else of the same name.</summary>
    private static bool IsMethod(ISymbol member, int parameters, string? firstType = null) =>
        member is not IMethodSymbol method
        || (method.Arity == 0 && method.Parameters.Length == parameters && (firstType is null || method.Parameters.All(parameter => parameter.Type.IsNamed(firstType))));
}
