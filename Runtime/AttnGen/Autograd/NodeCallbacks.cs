using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using AttnGen.Native;

namespace AttnGen.Autograd;

/// <summary>A pair of native functions that lead to one node. They are used again and again: making them costs more than a small product.</summary>
internal sealed unsafe class NodeCallbacks
{
    private static readonly ConcurrentBag<NodeCallbacks> Free = [];

    /// <summary>All there are: while only native code knows of a function, nothing else keeps it from the garbage collector.</summary>
    private static readonly ConcurrentBag<NodeCallbacks> All = [];

    private readonly ApplyFunction apply;
    private readonly DeleteFunction delete;
    private readonly nint* returned = (nint*)NativeMemory.AllocZeroed(BackwardNode.MostInputs, (nuint)sizeof(nint));
    private BackwardNode? node;

    private NodeCallbacks()
    {
        (apply, delete) = (Apply, Delete);
        All.Add(this);
        (ApplyPointer, DeletePointer) = (Marshal.GetFunctionPointerForDelegate(apply), Marshal.GetFunctionPointerForDelegate(delete));
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate NativeArray ApplyFunction(nint* gradients, int count);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void DeleteFunction();

    public nint ApplyPointer { get; }

    public nint DeletePointer { get; }

    /// <summary>Functions that lead to a node until it is deleted.</summary>
    public static NodeCallbacks Rent(BackwardNode node)
    {
        var callbacks = Free.TryTake(out var used) ? used : new NodeCallbacks();
        callbacks.node = node;
        return callbacks;
    }

    private NativeArray Apply(nint* gradients, int count) => new(returned, node!.Run(new ReadOnlySpan<nint>(gradients, count), new Span<nint>(returned, BackwardNode.MostInputs)));

    private void Delete()
    {
        var deleted = node;
        node = null;
        deleted?.Delete();
        Free.Add(this);
    }
}
