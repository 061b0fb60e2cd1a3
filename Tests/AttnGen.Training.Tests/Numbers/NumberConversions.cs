using Mono.Cecil;
using Mono.Cecil.Cil;
using TorchSharp;

namespace AttnGen.Training.Tests.Numbers;

/// <summary>
/// Finds where compiled code gives libtorch a number that nothing holds. TorchSharp passes on the address in a <see cref="Scalar"/> and
/// not the object, so that the collector may free the number before libtorch has read it: then it is another number, or an error of libtorch's.
/// A number is held in a local that is disposed when the operation is over. Some of TorchSharp's own methods hold theirs no better: those are
/// found by reading TorchSharp, and have overloads which take the number.
/// </summary>
internal sealed class NumberConversions
{
    private readonly HashSet<string> careless = [];

    public NumberConversions(string torchSharp)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(torchSharp);
        // Whoever gets a number returned is the one to hold it.
        MethodDefinition[] methods = [.. Bodies(module).Where(method => method.ReturnType.FullName != typeof(Scalar).FullName)];
        foreach (MethodDefinition method in methods.Where(method => method.Body.Instructions.Any(each => MakesNumber(each) && !IsHeld(each, method.Body))))
        {
            careless.Add(method.FullName);
        }

        // Whoever calls one of them does the same.
        while (methods.Count(method => !careless.Contains(method.FullName) && Calls(method).Any(each => careless.Contains(each.FullName)) && careless.Add(method.FullName)) > 0)
        {
        }
    }

    /// <summary>The places of an assembly, one line each: the method, and what it calls.</summary>
    public IReadOnlyList<string> NotHeld(string assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(assembly);
        return [.. from method in Bodies(module)
                   from instruction in method.Body.Instructions
                   where (MakesNumber(instruction) && !IsHeld(instruction, method.Body)) || (instruction.Operand is MethodReference called && careless.Contains(called.FullName))
                   select $"{method.FullName} calls {instruction.Operand}"];
    }

    private static IEnumerable<MethodDefinition> Bodies(ModuleDefinition module) => module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody);

    private static IEnumerable<MethodReference> Calls(MethodDefinition method) => method.Body.Instructions.Select(each => each.Operand).OfType<MethodReference>();

    private static bool MakesNumber(Instruction instruction) =>
        instruction.Operand is MethodReference method && (instruction.OpCode == OpCodes.Newobj ? method.DeclaringType : method.ReturnType).FullName == typeof(Scalar).FullName;

    /// <summary>Whether what the instruction made goes into a local that a <see langword="finally"/> disposes.</summary>
    private static bool IsHeld(Instruction made, MethodBody body)
    {
        int? local = Stored(made.Next, body);
        return local is not null && body.ExceptionHandlers.Any(handler => handler.HandlerType == ExceptionHandlerType.Finally && Disposes(handler, local.Value, body));
    }

    private static bool Disposes(ExceptionHandler handler, int local, MethodBody body)
    {
        bool isLoaded = false;
        for (Instruction each = handler.HandlerStart; each != handler.HandlerEnd; each = each.Next)
        {
            isLoaded |= Loaded(each, body) == local;
            if (isLoaded && each.Operand is MethodReference { Name: nameof(IDisposable.Dispose) })
            {
                return true;
            }
        }

        return false;
    }

    private static int? Stored(Instruction instruction, MethodBody body) => Local(instruction, body, Code.Stloc_0, Code.Stloc_S, Code.Stloc);

    private static int? Loaded(Instruction instruction, MethodBody body) => Local(instruction, body, Code.Ldloc_0, Code.Ldloc_S, Code.Ldloc);

    /// <summary>The local of an instruction of one of the forms: four short ones with the number in them, and two with an operand.</summary>
    private static int? Local(Instruction instruction, MethodBody body, Code first, Code near, Code far) =>
        instruction.OpCode.Code is var code && (code == near || code == far) ? body.Variables.IndexOf((VariableDefinition)instruction.Operand)
        : code >= first && code < first + 4 ? code - first
        : null;
}
