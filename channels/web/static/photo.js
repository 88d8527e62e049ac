// A photo of a card, taken with the telephone's own camera: made smaller for a slow line, and without the place where it
// was taken, which telephones write into photos.

const LONGEST = 2560; // pixels: the square code of a card that fills the picture keeps more than five a module
const QUALITY = 0.85;
const button = document.getElementById("photo");
const camera = document.getElementById("camera");

/** Calls `send(photo)` with each photo that is taken. */
export function onPhoto(send) {
  button.addEventListener("click", () => camera.click());
  camera.addEventListener("change", async () => {
    const [taken] = camera.files;
    camera.value = ""; // the same photo may be chosen again
    if (!taken) return;
    button.disabled = true;
    send(await smaller(taken));
    button.disabled = false;
  });
}

/** Shows the button where a photo would answer. */
export function offerPhoto(wanted) {
  button.hidden = !wanted;
}

async function smaller(taken) {
  try {
    const picture = await createImageBitmap(taken);
    const share = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(picture.width * share), Math.round(picture.height * share)];
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return (await new Promise((made) => canvas.toBlob(made, "image/jpeg", QUALITY))) ?? taken;
  } catch (error) {
    console.info("photo sent as it is:", error.name); // a kind that this browser cannot show
    return taken;
  }
}
