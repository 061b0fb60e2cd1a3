using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace AttnGen.Native;

/// <summary>libtorch's stable C interface (<c>torch/csrc/inductor/aoti_torch/c/shim.h</c>, <c>torch/csrc/stable/c/shim.h</c>): what is called of libtorch itself.</summary>
internal static unsafe partial class LibTorch
{
    /// <summary>The interface's version that calls are written for: 2.10.</summary>
    public const ulong Version = ((ulong)2 << 56) | ((ulong)10 << 48);

    private const string Library = "torch_cpu";

    /// <summary>Calls an operator by name; arguments and results stand on the stack, 64 bits each. Takes ownership of the handles it is given.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int torch_call_dispatcher(string operation, string overload, ulong* stack, ulong version);

    /// <summary>Makes a new handle on a tensor.</summary>
    [LibraryImport(Library)]
    public static partial int aoti_torch_new_tensor_handle(nint tensor, out nint handle);

    /// <summary>Releases a handle.</summary>
    [LibraryImport(Library)]
    public static partial int aoti_torch_delete_tensor_object(nint handle);

    /// <summary>The address of a tensor's first element.</summary>
    [LibraryImport(Library)]
    public static partial int aoti_torch_get_data_ptr(nint tensor, out nint address);

    /// <summary>Makes a list.</summary>
    [LibraryImport(Library)]
    public static partial int torch_new_list_reserve_size(nuint size, out nint list);

    /// <summary>Appends to a list, which takes ownership of a handle.</summary>
    [LibraryImport(Library)]
    public static partial int torch_list_push_back(nint list, ulong value);

    /// <summary>Releases a list and what is in it.</summary>
    [LibraryImport(Library)]
    public static partial int torch_delete_list(nint list);

    /// <summary>Runs a function on libtorch's own threads, over parts of a range of at least the grain each. It must not throw.</summary>
    [LibraryImport(Library)]
    public static partial int torch_parallel_for(long begin, long end, long grain, delegate* unmanaged<long, long, void*, void> function, void* context);

    /// <summary>oneDNN's <c>x w^T + bias</c> with what an attribute adds; no autograd.</summary>
    /// <param name="input"><c>[..., in]</c>.</param>
    /// <param name="weight"><c>[out, in]</c>, in any strides.</param>
    /// <param name="bias"><c>[out]</c>, by a pointer to its handle, or null.</param>
    /// <param name="attribute">What is applied to the result.</param>
    /// <param name="scalars">Its numbers.</param>
    /// <param name="scalarCount">How many.</param>
    /// <param name="algorithm">Its variant, by a pointer to the name.</param>
    /// <param name="result">A new handle.</param>
    [LibraryImport(Library)]
    public static partial int aoti_torch_cpu__linear_pointwise(nint input, nint weight, nint* bias, byte* attribute, double** scalars, long scalarCount, byte** algorithm, out nint result);

    /// <summary>The same with another tensor of the result's shape.</summary>
    [LibraryImport(Library)]
    public static partial int aoti_torch_cpu__linear_pointwise_binary(nint input, nint other, nint weight, nint* bias, byte* attribute, out nint result);

    /// <summary>Calls an operator of a tensor, its other arguments none, and returns its result as it stands on the stack.</summary>
    /// <param name="operation">The operator, without an overload.</param>
    /// <param name="tensor">Its first argument.</param>
    /// <param name="argumentCount">How many it takes.</param>
    public static ulong Call(string operation, torch.Tensor tensor, int argumentCount = 1)
    {
        Check(aoti_torch_new_tensor_handle(tensor.Handle, out var handle), nameof(aoti_torch_new_tensor_handle));
        var stack = stackalloc ulong[argumentCount];
        new Span<ulong>(stack, argumentCount).Clear();
        stack[0] = (ulong)handle;
        Check(torch_call_dispatcher(operation, "", stack, Version), operation);
        GC.KeepAlive(tensor);
        return stack[0];
    }

    /// <summary>Throws where a call did not succeed; libtorch has written the reason to the error stream.</summary>
    public static void Check(int code, [CallerArgumentExpression(nameof(code))] string call = "")
    {
        if (code != 0)
        {
            throw new ExternalException($"libtorch refused a call (code {code}): {call}");
        }
    }

    /// <summary>Whether a failure means that this libtorch, or TorchSharp's library, lacks a function, or refuses what it is called with: what has a way without it takes that.</summary>
    public static bool CannotServe(Exception problem) => problem is ExternalException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException;
}
