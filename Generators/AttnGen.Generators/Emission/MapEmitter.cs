using System.Collections.Generic;
using System.Linq;
using AttnGen.Generators.Model;
using AttnGen.Generators.Parsing;

namespace AttnGen.Generators.Emission;

/// <summary>Writes the map of a class: as attributes, for compilers of other assemblies, and as a method, for a session.</summary>
internal static class MapEmitter
{
    public static void EmitAttributes(SourceWriter source, ModuleModel module)
    {
        source.Lines("[global::AttnGen.CompilerServices.TunableModuleMap(1)]");
        foreach (var member in module.Members.Where(member => member.IsMapped))
        {
            source.Lines($"[global::AttnGen.CompilerServices.MapMember({string.Join(", ", Arguments(member))})]");
        }
    }

    public static void Emit(SourceWriter source, ModuleModel module)
    {
        var modifier = module.Type.DerivesFromTunable ? "override " : module.Type.IsSealed ? "" : "virtual ";
        source.Lines("// Map: every parameter by its member, for sessions and adapter files.").Blank();
        source.Lines("/// <inheritdoc/>").Lines(ModuleEmitter.GeneratedCode).Lines(ModuleEmitter.Hidden);
        source.Block($"public {modifier}void Describe(global::AttnGen.CompilerServices.ModuleMap map)", () =>
        {
            source.Lines("global::System.ArgumentNullException.ThrowIfNull(map);");
            foreach (var member in module.Members.Where(member => member.IsMapped))
            {
                var name = Literal.Of(member.RegisteredName);
                var value = member.IsModuleByValue ? $"{member.Access} as global::{Names.TorchModule}" : member.Access;
                source.Lines($"map.{Method(member)}({name}, {value}{Rest(member)});");
            }

            if (module.Type.DerivesFromTunable)
            {
                source.Lines("base.Describe(map);");
            }
        });
    }

    private static string Method(MemberModel member) => member switch
    {
        { Head: not null } => "Head",
        { Frozen: true } => "Frozen",
        _ => member.Map.ToString(),
    };

    /// <summary>What a call says beside the name and the member.</summary>
    private static string Rest(MemberModel member) => member switch
    {
        { Head: null, Frozen: false, Map: MapKind.Projection } => $", {member.Role.Literal()}, {member.Role.Slot()}",
        { Head: null, Frozen: false, ForeignMap: { } map } => $", {map}",
        _ => "",
    };

    private static IEnumerable<string> Arguments(MemberModel member)
    {
        yield return Literal.Of(member.RegisteredName);
        yield return $"global::AttnGen.CompilerServices.MapMemberKind.{member.Map}";
        if (member.MapType is { } type)
        {
            yield return $"Type = typeof({type})";
        }

        if (member.Role != Matrix.None)
        {
            yield return $"Role = {member.Role.Literal()}";
        }

        if (member.Head is { } head)
        {
            yield return "Head = true";
            if (head.LrScale != 1)
            {
                yield return $"LrScale = {Literal.Of(head.LrScale)}";
            }

            if (!double.IsNaN(head.WeightDecay))
            {
                yield return $"WeightDecay = {Literal.Of(head.WeightDecay)}";
            }
        }

        if (member.Frozen)
        {
            yield return "Frozen = true";
        }
    }
}
