"""How many kernels a function launches, by CUPTI's callbacks."""
import ctypes
import threading

DRIVER, RUNTIME, ENTER = 1, 2, 0
LAUNCHES = (b"cuLaunchKernel", b"cuLaunchCooperativeKernel", b"cuGraphLaunch", b"cudaLaunchKernel", b"cudaLaunchCooperativeKernel", b"cudaGraphLaunch")


class Call(ctypes.Structure):
    """The beginning of CUpti_CallbackData."""

    _fields_ = [("site", ctypes.c_int), ("name", ctypes.c_char_p)]


class Launches:
    """Counts the runtime's launches, and the driver's where the runtime did not make them. A launched graph is one."""

    def __init__(self):
        self.count = 0
        # By thread, and not in threading.local, which a thread of C++ loses after each call.
        self.within = {}
        self.lock = threading.Lock()

    @staticmethod
    def of(function, device):
        if device != "cuda":
            return {"launchesProblem": "there are none on a CPU"}
        try:
            return {"launches": Launches().during(function)}
        except (OSError, AttributeError, RuntimeError) as problem:
            return {"launchesProblem": str(problem)}

    def during(self, function):
        cupti = ctypes.CDLL(self.library())
        callback = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int, ctypes.c_uint32, ctypes.POINTER(Call))(self.called)
        subscriber = ctypes.c_void_p()
        self.check("cuptiSubscribe", cupti.cuptiSubscribe(ctypes.byref(subscriber), callback, None))
        try:
            for domain in (RUNTIME, DRIVER):
                self.check("cuptiEnableDomain", cupti.cuptiEnableDomain(ctypes.c_uint32(1), subscriber, ctypes.c_int(domain)))
            function()
        finally:
            cupti.cuptiUnsubscribe(subscriber)
        return self.count

    def called(self, _, domain, __, call):
        name = call.contents.name or b""
        if not name.startswith(LAUNCHES):
            return
        entered = call.contents.site == ENTER
        with self.lock:
            thread = threading.get_ident()
            within = self.within.get(thread, 0)
            if domain == RUNTIME:
                self.within[thread] = within + (1 if entered else -1)
            if entered and within == 0:
                self.count += 1

    @staticmethod
    def library():
        """libtorch has loaded it already where it was built with it."""
        with open("/proc/self/maps", encoding="utf-8") as maps:
            paths = [line.split()[-1] for line in maps if "libcupti.so" in line]
        return paths[0] if paths else "libcupti.so"

    @staticmethod
    def check(call, code):
        if code != 0:
            raise RuntimeError(f"CUPTI refused {call} (code {code})")
