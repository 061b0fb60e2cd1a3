using System.Runtime.InteropServices;
using AttnGen.Native;
using TorchSharp;

namespace AttnGen.Autograd;

/// <summary>
/// An operation of AttnGen's own in autograd's graph: its outputs are computed without recording, and its backward pass is <see cref="Backward"/>.
/// It holds only what that needs.
/// </summary>
internal abstract class BackwardNode
{
    /// <summary>The most tensors that one node can give gradients to.</summary>
    public const int MostInputs = 16;

    /// <summary>The gradients that this thread's last node returned: native code copies them after the return, so that they are released only later.</summary>
    [ThreadStatic]
    private static List<torch.Tensor>? lastReturned;

    [ThreadStatic]
    private static nint[]? wrapped;

    private readonly List<nint> saved = [];
    private NativeNode native;
    private long[][] inputShapes = [];

    /// <summary>Releases what the thread's last backward pass returned.</summary>
    public static void ReleaseReturned()
    {
        if (lastReturned is { Count: > 0 } tensors)
        {
            tensors.ForEach(tensor => tensor.Dispose());
            tensors.Clear();
        }
    }

    /// <summary>Puts the node into the graph.</summary>
    /// <param name="inputs">The tensors that it gives gradients to, at most <see cref="MostInputs"/>; in the order of <see cref="Backward"/>'s results.</param>
    /// <param name="outputs">The tensors that it computed; each is replaced by the one that knows its origin.</param>
    /// <param name="kept">The tensors that <see cref="Saved"/> gives back. Changing one in place before the backward pass is an error, as with libtorch's own operations; a session's update is not noticed.</param>
    /// <exception cref="ExternalException">libtorch refused; the outputs are disposed.</exception>
    public void Record(ReadOnlySpan<torch.Tensor> inputs, Span<torch.Tensor> outputs, ReadOnlySpan<torch.Tensor> kept)
    {
        BackwardFailure.Throw();
        ReleaseReturned();
        inputShapes = new long[inputs.Length][];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputShapes[i] = inputs[i].shape;
        }

        var callbacks = NodeCallbacks.Rent(this);
        native = TorchSharpLibrary.THSAutograd_CSharpNode_ctor(callbacks.ApplyPointer, callbacks.DeletePointer);
        TorchSharpLibrary.CheckErrors();
        try
        {
            Connect(inputs, outputs);
            foreach (var tensor in kept)
            {
                saved.Add(TorchSharpLibrary.THSAutograd_SavedVariable_ctor(tensor.Handle, native, isInPlaceOnView: false));
                TorchSharpLibrary.CheckErrors();
            }
        }
        finally
        {
            // From here on the graph holds the node; where it does not, the node is deleted.
            TorchSharpLibrary.THSAutograd_CSharpNode_disposeSharedPtr(native);
        }
    }

    /// <summary>The backward pass of one call, on the thread that autograd chose.</summary>
    internal int Run(ReadOnlySpan<nint> handles, Span<nint> results)
    {
        results.Clear();
        var gradients = new torch.Tensor?[handles.Length];
        try
        {
            ReleaseReturned();
            for (var i = 0; i < handles.Length; i++)
            {
                gradients[i] = handles[i] == 0 ? null : torch.Tensor.UnsafeCreateTensor(handles[i]).DetachFromDisposeScope();
            }

            if (torch.is_grad_enabled())
            {
                throw new NotSupportedException("A second derivative was asked for (create_graph), which products of frozen weights do not have. Set FrozenProducts.Kernel to ProductKernel.Standard for it.");
            }

            Run(gradients, results);
        }
        catch (Exception failure)
        {
            BackwardFailure.Keep(failure);
            Spoil(gradients, results);
        }
        finally
        {
            foreach (var gradient in gradients)
            {
                gradient?.Dispose();
            }
        }

        return inputShapes.Length;
    }

    /// <summary>Called when the graph lets the node go.</summary>
    internal void Delete()
    {
        foreach (var tensor in saved)
        {
            TorchSharpLibrary.THSAutograd_SavedVariable_dispose(tensor);
        }

        saved.Clear();
        TorchSharpLibrary.THSAutograd_CSharpNode_disposeWeakPtr(native);
    }

    /// <summary>The gradients of the inputs.</summary>
    /// <param name="outputs">The gradients of the outputs; null where nothing came back.</param>
    /// <param name="inputs">What is returned; null for none.</param>
    protected abstract void Backward(ReadOnlySpan<torch.Tensor?> outputs, Span<torch.Tensor?> inputs);

    /// <summary>A tensor that was kept, by its place.</summary>
    protected torch.Tensor Saved(int index)
    {
        var handle = TorchSharpLibrary.THSAutograd_SavedVariable_unpack(saved[index], native);
        TorchSharpLibrary.CheckErrors();
        return torch.Tensor.UnsafeCreateTensor(handle);
    }

    [UnmanagedCallersOnly]
    private static unsafe nint* Allocate(nuint count)
    {
        wrapped = GC.AllocateArray<nint>((int)count, pinned: true);
        return (nint*)Marshal.UnsafeAddrOfPinnedArrayElement(wrapped, 0);
    }

    private void Run(torch.Tensor?[] gradients, Span<nint> results)
    {
        using var scope = torch.NewDisposeScope();
        var inputs = new torch.Tensor?[inputShapes.Length];
        Backward(gradients, inputs);
        var returned = lastReturned ??= [];
        for (var i = 0; i < inputShapes.Length; i++)
        {
            if (inputs[i] is { } gradient)
            {
                returned.Add(gradient.DetachFromDisposeScope());
                results[i] = gradient.Handle;
            }
        }
    }

    /// <summary>NaN for every input: whoever looks at a gradient sees that this is none.</summary>
    private void Spoil(torch.Tensor?[] gradients, Span<nint> results)
    {
        results.Clear();
        try
        {
            using var _ = torch.no_grad();
            using var scope = torch.NewDisposeScope();
            using Scalar none = float.NaN;
            var some = gradients.First(gradient => gradient is not null)!;
            var returned = lastReturned ??= [];
            for (var i = 0; i < inputShapes.Length; i++)
            {
                var spoiled = torch.full([], none, dtype: some.dtype, device: some.device).expand(inputShapes[i]).DetachFromDisposeScope();
                returned.Add(spoiled);
                results[i] = spoiled.Handle;
            }
        }
        catch (Exception)
        {
            // What was kept is thrown all the same.
            results.Clear();
        }
    }

    private unsafe void Connect(ReadOnlySpan<torch.Tensor> inputs, Span<torch.Tensor> outputs)
    {
        var from = stackalloc nint[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            from[i] = inputs[i].Handle;
        }

        var to = stackalloc nint[outputs.Length];
        for (var i = 0; i < outputs.Length; i++)
        {
            to[i] = outputs[i].Handle;
        }

        var sources = new NativeArray(from, inputs.Length);
        TorchSharpLibrary.THSAutograd_CSharpNode_setNextEdges(native, sources, isExecutable: true);
        TorchSharpLibrary.CheckErrors();
        TorchSharpLibrary.THSAutograd_CSharpNode_clearInputMetadata(native);
        TorchSharpLibrary.CheckErrors();
        TorchSharpLibrary.THSAutograd_Function_wrapOutputs(sources, default, default, new NativeArray(to, outputs.Length), native, &Allocate);
        foreach (var output in outputs)
        {
            output.Dispose();
        }

        TorchSharpLibrary.CheckErrors();
        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i] = torch.Tensor.UnsafeCreateTensor(wrapped![i]);
        }
    }
}
