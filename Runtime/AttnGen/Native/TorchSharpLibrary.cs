using System.Runtime.InteropServices;

namespace AttnGen.Native;

/// <summary>
/// The nodes of autograd's graph that TorchSharp's own library exports. Called directly: TorchSharp's wrapper of them keeps a tensor of each output's size
/// until the graph is gone, and leaves what a backward pass made to the garbage collector.
/// </summary>
internal static unsafe partial class TorchSharpLibrary
{
    private const string Library = "LibTorchSharp";

    /// <summary>Makes a node. The functions have no argument that tells whose they are: each node needs its own.</summary>
    /// <param name="apply">Takes the outputs' gradients, whose handles it owns, and returns the inputs'; the caller copies them at once.</param>
    /// <param name="delete">Called when the graph lets the node go.</param>
    [LibraryImport(Library)]
    public static partial NativeNode THSAutograd_CSharpNode_ctor(nint apply, nint delete);

    /// <summary>Lets go of the strong reference.</summary>
    [LibraryImport(Library)]
    public static partial void THSAutograd_CSharpNode_disposeSharedPtr(NativeNode node);

    /// <summary>Lets go of the weak reference.</summary>
    [LibraryImport(Library)]
    public static partial void THSAutograd_CSharpNode_disposeWeakPtr(NativeNode node);

    /// <summary>Says which tensors' gradients the node computes.</summary>
    [LibraryImport(Library)]
    public static partial void THSAutograd_CSharpNode_setNextEdges(NativeNode node, NativeArray inputs, [MarshalAs(UnmanagedType.U1)] bool isExecutable);

    /// <summary>Forgets the outputs that the node knows.</summary>
    [LibraryImport(Library)]
    public static partial void THSAutograd_CSharpNode_clearInputMetadata(NativeNode node);

    /// <summary>Makes the node the origin of tensors, and gives new handles of them in memory that the allocator gives.</summary>
    [LibraryImport(Library)]
    public static partial void THSAutograd_Function_wrapOutputs(
        NativeArray inputs, NativeArray notDifferentiable, NativeArray dirty, NativeArray outputs, NativeNode node, delegate* unmanaged<nuint, nint*> allocator);

    /// <summary>Keeps a tensor for the backward pass, and notices when it is changed before.</summary>
    [LibraryImport(Library)]
    public static partial nint THSAutograd_SavedVariable_ctor(nint tensor, NativeNode node, [MarshalAs(UnmanagedType.U1)] bool isInPlaceOnView);

    /// <summary>Lets a kept tensor go.</summary>
    [LibraryImport(Library)]
    public static partial void THSAutograd_SavedVariable_dispose(nint saved);

    /// <summary>A new handle of a kept tensor.</summary>
    [LibraryImport(Library)]
    public static partial nint THSAutograd_SavedVariable_unpack(nint saved, NativeNode node);

    /// <summary>A new handle on a tensor's gradient, or 0 without one.</summary>
    [LibraryImport(Library)]
    public static partial nint THSTensor_grad(nint tensor);

    /// <summary>Releases a handle that the library made.</summary>
    [LibraryImport(Library)]
    public static partial void THSTensor_dispose(nint tensor);

    /// <summary>The address of a tensor's storage.</summary>
    [LibraryImport(Library)]
    public static partial nint THSStorage_data_ptr(nint tensor);

    /// <summary>Throws what the last call left, if it left something.</summary>
    /// <exception cref="ExternalException">libtorch's own words.</exception>
    public static void CheckErrors()
    {
        if (THSTorch_get_and_reset_last_err() is not 0 and var problem)
        {
            throw new ExternalException(Marshal.PtrToStringUTF8(problem));
        }
    }

    [LibraryImport(Library)]
    private static partial nint THSTorch_get_and_reset_last_err();
}
